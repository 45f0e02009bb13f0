package io.fleetline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prometheus accepts the alert rules, and they fire when they should. promtool comes with Debian's package prometheus. */
class AlertRulesTest {
    private static final File FOLDER = new File("docs/alerts");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

    @BeforeEach
    void promtoolIsHere() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "there is no promtool here: install prometheus");
    }

    @Test
    void theRulesAreWellFormed() throws Exception {
        assertThat(promtool("check", "rules", "fleetline.rules.yaml")).contains("SUCCESS");
    }

    @Test
    void eachFiresWhenItShould() throws Exception {
        assertThat(promtool("test", "rules", "fleetline.test.yaml")).contains("SUCCESS");
    }

    @Test
    void eachIsTestedAndSaysWhatToDo() throws IOException {
        var rules = Files.readString(Path.of("docs/alerts/fleetline.rules.yaml"));
        var tests = Files.readString(Path.of("docs/alerts/fleetline.test.yaml"));
        var alerts = ALERT.matcher(rules).results().map(match -> match.group(1)).toList();
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> assertThat(tests).contains(alert));
        for (var word : List.of("summary: ", "description: ", "severity: ", "runbook_url: \"docs/OPERATIONS.md#")) {
            assertThat(rules.split(word, -1)).as(word).hasSize(alerts.size() + 1);
        }
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("promtool").directory(FOLDER).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
