package io.fleetline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

class OptionProblemTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            simulate --start=2026-13-45T00:00:00Z | Invalid value for option '--start': '2026-13-45T00:00:00Z' is not an instant such as 2026-01-14T06:00:00Z
            simulate --vehicles=many              | Invalid value for option '--vehicles': 'many' is not an int
            """)
    void noClassOfJavaIsNamed(String command, String said) {
        var words = command.split(" ");
        var problem = catchThrowableOfType(
                ParameterException.class, () -> Fleetline.commandLine(words).parseArgs(words));
        assertThat(Fleetline.rephrased(problem)).isEqualTo(said);
    }
}
