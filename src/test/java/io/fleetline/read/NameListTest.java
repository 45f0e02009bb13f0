package io.fleetline.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameListTest {
    private static final NameList LIST = new NameList(Set.of("A, B", "B,C", ",", "C,", "Caf\u00e9, x"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            A              | A
            A,B            | A;B
            A, B           | A, B
            A, B,C         | A, B;C
            B,C,A, B       | B,C;A, B
            ' C, '         | C,
            ,              | ,
            ,,             | ,
            D,,E           | D;E
            Cafe\u0301, x,A| Caf\u00e9, x;A
            """)
    void fromLeftToRightTheLongestNameThatThereIs(String text, String names) {
        assertThat(LIST.names(text)).isEqualTo(List.of(names.split(";")));
    }

    @Test
    void aFloodOfCommasIsReadInOneGo() {
        assertThat(new NameList(Set.of("a,".repeat(50))).names("b,".repeat(200_000)))
                .hasSize(200_000);
    }
}
