package io.fleetline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console's page Pipeline says to do exists: sections of the manual, commands, texts. */
class PipelinePageTest {
    private static final Path CONSOLE = Path.of("src/main/resources/META-INF/resources/console");
    private static final Path PROBLEMS = CONSOLE.resolve("pipeline/problems.js");
    private static final Pattern SECTION = Pattern.compile("[a-z]+: \"([a-z]+(?:-[a-z]+)+)\"");
    private static final Pattern HEADING = Pattern.compile("^#{2,3} (.+)$", Pattern.MULTILINE);
    private static final Pattern COMMAND = Pattern.compile("\"scripts/fleetline ([^\"]+)\"");
    private static final Pattern BACKUP = Pattern.compile("db_backup (backup/[a-z]+)\"");

    /** A name of a text in full. */
    private static final Pattern TEXT = Pattern.compile("\"(pipeline\\.[a-z_.]+)\"");

    private static final Pattern COLUMN = Pattern.compile("\\[\"([a-z_]+)\"(?:, true)?]");

    @Test
    void everySectionIsOneOfTheManual() throws IOException {
        var anchors = found(HEADING, Files.readString(Path.of("docs/OPERATIONS.md"))).stream()
                .map(heading ->
                        heading.toLowerCase().replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .toList();
        assertThat(found(SECTION, Files.readString(PROBLEMS)))
                .hasSizeGreaterThan(6)
                .isSubsetOf(anchors);
    }

    /** The build puts it beside the page. */
    @Test
    void theManualIsServed() throws IOException {
        try (var manual = PipelinePageTest.class.getResourceAsStream("/META-INF/resources/console/OPERATIONS.md")) {
            assertThat(Objects.requireNonNull(manual).readAllBytes())
                    .isEqualTo(Files.readAllBytes(Path.of("docs/OPERATIONS.md")));
        }
    }

    @Test
    void everyCommandIsOne() throws IOException {
        var text = Files.readString(PROBLEMS);
        var commands = found(COMMAND, text);
        assertThat(commands).hasSize(2);
        commands.forEach(command -> {
            var words = command.split(" ");
            assertThat(Fleetline.commandLine(words).parseArgs(words).errors())
                    .as(command)
                    .isEmpty();
        });
        assertThat(found(BACKUP, text))
                .hasSize(2)
                .allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr", "sw"})
    void everyTextIsThere(String language) throws IOException {
        var texts = read(language);
        var wanted = new TreeSet<String>();
        for (var file : files()) {
            var source = Files.readString(file);
            wanted.addAll(found(TEXT, source));
            if (file.endsWith("tables.js")) {
                found(COLUMN, source).forEach(column -> wanted.add("pipeline.column." + column));
            }
        }
        texts.keySet().stream()
                .filter(name -> name.startsWith("pipeline.problem."))
                .forEach(name -> wanted.add(name.replace(".problem.", ".do.")));
        assertThat(wanted).hasSizeGreaterThan(80);
        assertThat(texts.keySet()).containsAll(wanted).containsAll(ours(read("en")));
    }

    private static Map<String, String> read(String language) throws IOException {
        return new ObjectMapper()
                .readValue(CONSOLE.resolve("texts/" + language + ".json").toFile(), new TypeReference<>() {});
    }

    private static List<String> ours(Map<String, String> texts) {
        return texts.keySet().stream()
                .filter(name -> name.startsWith("pipeline."))
                .toList();
    }

    private static List<Path> files() throws IOException {
        try (var parts = Files.list(CONSOLE.resolve("pipeline"))) {
            return Stream.concat(parts, Stream.of(CONSOLE.resolve("pages/pipeline.js")))
                    .toList();
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }
}
