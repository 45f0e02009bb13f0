package io.fleetline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    private static final String PAIR = "\uD83D\uDE9A";

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void zeroIsLeftOutAndHalfASurrogateIsReplaced() {
        assertThat(Texts.cleaned("a\0b")).isEqualTo("ab");
        assertThat(Texts.cleaned("4\uD83D")).isEqualTo("4\uFFFD");
        assertThat(Texts.cleaned("\uDE9A\uD83D")).isEqualTo("\uFFFD\uFFFD");
        assertThat(Texts.cleaned(PAIR + "\uD83D" + PAIR)).isEqualTo(PAIR + "\uFFFD" + PAIR);
        assertThat(Texts.cleaned(" 4\n")).isEqualTo(" 4\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\u0000a|a",
                "\\\\u0000|\\\\u0000",
                "\\\\\\u0000|\\\\",
                "\\ud83d\\ude9a|\\ud83d\\ude9a",
                "\\uD83D|\\ufffd",
                "\\ude9a\\ud83d|\\ufffd\\ufffd",
                "\\ud83d\\n|\\ufffd\\n",
                "\\u00e4\\ud8|\\u00e4\\ud8"
            })
    void escapesThatTheDatabaseRefusesAreReplaced(String json, String cleaned) {
        assertThat(Texts.cleanedJson(json)).isEqualTo(cleaned);
    }

    @Test
    void whateverIsSentTheDatabaseReturnsTheSame() {
        var random = new Random(9);
        for (var i = 0; i < 300; i++) {
            var text = Texts.cleaned(text(random));
            assertThat(returned("SELECT CAST(:text AS text)", text)).isEqualTo(text);
        }
    }

    @Test
    void whateverIsEscapedTheDatabaseReadsIt() {
        var random = new Random(10);
        for (var i = 0; i < 300; i++) {
            var json = text(random)
                    .chars()
                    .mapToObj(unit -> "\\u%04x".formatted(unit))
                    .collect(Collectors.joining("", "{\"type\":\"", "\"}"));
            assertThat(returned("SELECT CAST(:text AS jsonb) ->> 'type'", Texts.cleanedJson(json)))
                    .doesNotContain("\0");
        }
    }

    private static String text(Random random) {
        var units = new int[] {0, 'a', '\\', '"', 0xD83D, 0xDE9A, 0xFFFF, 0x7F, ' ', 0xE4};
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(_ -> String.valueOf((char) units[random.nextInt(units.length)]))
                .collect(Collectors.joining());
    }

    private static String returned(String query, String text) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query)
                        .bind("text", text)
                        .mapTo(String.class)
                        .one());
    }
}
