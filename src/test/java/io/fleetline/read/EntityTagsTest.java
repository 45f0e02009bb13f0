package io.fleetline.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            W/"a1"        | true
            "a1"          | true
            "b2", W/"a1"  | true
            "b,2","a1"    | true
            *             | true
            "a1x"         | false
            "x,a1"        | false
            a1            | false
            ''            | false
            """)
    void aTagIsComparedWeakly(String header, boolean known) {
        assertThat(EntityTags.isKnown("a1", List.of(header))).isEqualTo(known);
    }

    @Test
    void theHeaderMayComeTwiceOrNotAtAll() {
        assertThat(EntityTags.isKnown("a1", List.of("\"b2\"", "\"a1\""))).isTrue();
        assertThat(EntityTags.isKnown("a1", List.of())).isFalse();
    }
}
