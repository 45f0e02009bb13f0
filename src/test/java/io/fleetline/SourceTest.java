package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the text of the sources must not hold, where no class file shows it: SQL. */
class SourceTest {
    private static final Path MAIN = Path.of("src/main/java/io/fleetline");

    /** All but the cache of the vendor's tokens, which are no facts: the vendor's client keeps it. */
    private static final Pattern WRITE = Pattern.compile(
            "\\b(INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|MERGE\\s+INTO|COPY)\\s+(?:ONLY\\s+)?(tracksolid\\.(?!api_token_cache\\b)\\w*)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern TRUNCATE = Pattern.compile("\\b(TRUNCATE)\\s+(\\S+)", Pattern.CASE_INSENSITIVE);

    @Test
    void factsAndDevicesAreWrittenByStoreAndRegisterAlone() {
        assertThat(found(WRITE, file -> !file.startsWith("store/") && !file.startsWith("register/")))
                .isEmpty();
    }

    @Test
    void nothingEmptiesATable() {
        assertThat(found(TRUNCATE, file -> true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into tracksolid.trips (imei)",
                "INSERT INTO\n    tracksolid.trips AS t",
                "UPDATE ONLY tracksolid.devices SET",
                "COPY tracksolid.position_history (imei) FROM STDIN"
            })
    void itSeesEachWayToWrite(String sql) {
        assertThat(WRITE.matcher(sql).find()).isTrue();
    }

    private static List<String> found(Pattern pattern, Predicate<String> where) {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> where.test(name(file)))
                    .flatMap(file -> matches(pattern, file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> matches(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map(match -> "%s: %s %s".formatted(name(file), words(match), match.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String words(MatchResult match) {
        return match.group(1).replaceAll("\\s+", " ");
    }

    private static String name(Path file) {
        return MAIN.relativize(file).toString();
    }
}
