package io.fleetline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "North,North",
                " \t North\u00a0\u2003,North",
                "a  b,a  b",
                "Cafe\u0301,Caf\u00e9",
                "\u212b,\u00c5",
                "\u3000\u0085\u001f\u2007x,x",
                "' \t\u00a0',''"
            })
    void namesHaveOneSpelling(String text, String name) {
        assertThat(Names.canonical(text)).isEqualTo(name);
    }

    /** Of letters with marks, blanks of all kinds, and whatever else lies in the basic plane. */
    @Test
    void theDatabaseSpellsThemAlike() {
        var random = new Random(7);
        var texts = IntStream.range(0, 2000).mapToObj(i -> text(random)).toArray(String[]::new);
        try (var database = TestDatabase.create()) {
            var spelled = database.jdbi()
                    .withHandle(handle -> handle.createQuery("""
                            SELECT coalesce(tracksolid.fn_name(t), '') FROM unnest(:texts::text[]) WITH ORDINALITY AS x(t, n) ORDER BY n
                            """)
                            .bind("texts", texts)
                            .mapTo(String.class)
                            .list());
            for (int i = 0; i < texts.length; i++) {
                assertThat(spelled.get(i)).as("%s", escaped(texts[i])).isEqualTo(Names.canonical(texts[i]));
            }
        }
    }

    private static String text(Random random) {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> switch (random.nextInt(4)) {
                    case 0 -> (char) (1 + random.nextInt(0x00FF));
                    case 1 -> (char) (0x0300 + random.nextInt(0x0070));
                    case 2 -> (char) (0x2000 + random.nextInt(0x0070));
                    default -> (char) (0x0100 + random.nextInt(0x3000));
                })
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
    }
}
