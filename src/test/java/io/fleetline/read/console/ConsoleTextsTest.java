package io.fleetline.read.console;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each language says everything, and the scripts use each text. */
class ConsoleTextsTest {
    private static final Path CONSOLE = Path.of("src/main/resources/META-INF/resources/console");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** A key that stands twice, as after a merge, is an error. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, String> english = texts("en");
    private final UsedTexts used = UsedTexts.in(CONSOLE);

    @ParameterizedTest
    @ValueSource(strings = {"fr", "sw"})
    void eachLanguageHasTheKeysOfEnglish(String language) {
        assertThat(texts(language).keySet()).containsExactlyInAnyOrderElementsOf(english.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "sw"})
    void eachTextHasThePlaceholdersOfEnglish(String language) {
        assertThat(placeholders(texts(language))).isEqualTo(placeholders(english));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr", "sw"})
    void noTextIsBlank(String language) {
        assertThat(texts(language).values()).allSatisfy(text -> assertThat(text).isNotBlank());
    }

    @Test
    void thereIsATextForEachKeyThatAScriptUses() {
        assertThat(english.keySet()).containsAll(used.asked());
        assertThat(used.built())
                .allSatisfy(key -> assertThat(english.keySet())
                        .anySatisfy(text -> assertThat(text).matches(key)));
    }

    @Test
    void aScriptUsesEachText() {
        assertThat(english.keySet())
                .allSatisfy(key -> assertThat(used.uses(key)).as(key).isTrue());
    }

    @Test
    void itSeesEachWayToUseAText() {
        var seen = UsedTexts.of("""
                t("a.b"); t(isNew ? "a.new" : "a.old", { count: number(3) }); t(`filter.${name}`); hasText("c");
                const key = "d.e"; const other = `status.${STATUSES[0]}.about`; set("f")
                """);
        assertThat(seen.asked()).containsExactlyInAnyOrder("a.b", "a.new", "a.old", "c");
        assertThat(List.of("a.old", "filter.imei", "d.e", "status.idle.about")).allMatch(seen::uses);
        assertThat(List.of("filter", "status.idle", "a.c")).noneMatch(seen::uses);
    }

    private static Map<String, List<String>> placeholders(Map<String, String> texts) {
        return texts.entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        text -> PLACEHOLDER
                                .matcher(text.getValue())
                                .results()
                                .map(MatchResult::group)
                                .distinct()
                                .sorted()
                                .toList()));
    }

    private static Map<String, String> texts(String language) {
        try {
            return JSON.readValue(
                    CONSOLE.resolve("texts/%s.json".formatted(language)).toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
