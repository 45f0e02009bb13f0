package io.fleetline.read.console;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of texts that scripts use.
 *
 * @param asked keys that are written in {@code t("…")}, also as the two ends of {@code t(… ? "…" : "…")}
 * @param built keys that are built in {@code t(`…${…}`)}, each as a pattern of what it may become
 * @param mentioned every other text in quotes, which may be a key that reaches {@code t} through a variable
 * @param builtElsewhere the same of texts with variables
 */
record UsedTexts(Set<String> asked, Set<String> built, Set<String> mentioned, Set<String> builtElsewhere) {
    private static final Pattern ASKED = Pattern.compile("\\b(?:t|hasText)\\(\\s*\"([^\"]+)\"");
    private static final Pattern EITHER = Pattern.compile("\\bt\\([^\"`(]*\\? *\"([^\"]+)\" : \"([^\"]+)\"\\s*[,)]");
    private static final Pattern BUILT = Pattern.compile("\\b(?:t|hasText)\\(\\s*`([^`]+)`");
    private static final Pattern MENTIONED = Pattern.compile("\"([^\"\\n]+)\"");
    private static final Pattern BUILT_ELSEWHERE = Pattern.compile("`([a-z_]+\\.[^`\\n]*\\$\\{[^`\\n]*)`");

    static UsedTexts in(Path scripts) {
        return of(read(scripts));
    }

    static UsedTexts of(String script) {
        var asked = Stream.concat(
                found(ASKED, script, match -> Stream.of(match.group(1))),
                found(EITHER, script, match -> Stream.of(match.group(1), match.group(2))));
        return new UsedTexts(
                asked.collect(toUnmodifiableSet()),
                found(BUILT, script, UsedTexts::shape).collect(toUnmodifiableSet()),
                found(MENTIONED, script, match -> Stream.of(match.group(1))).collect(toUnmodifiableSet()),
                found(BUILT_ELSEWHERE, script, UsedTexts::shape).collect(toUnmodifiableSet()));
    }

    boolean uses(String key) {
        return asked.contains(key)
                || mentioned.contains(key)
                || Stream.concat(built.stream(), builtElsewhere.stream()).anyMatch(key::matches);
    }

    private static Stream<String> found(Pattern pattern, String script, Function<MatchResult, Stream<String>> texts) {
        return pattern.matcher(script).results().flatMap(texts);
    }

    /** What stands for a variable is a word, or several with dots between. */
    private static Stream<String> shape(MatchResult template) {
        return Stream.of(Stream.of(template.group(1).split("\\$\\{[^}]*}", -1))
                .map(Pattern::quote)
                .collect(joining("[\\w.]+")));
    }

    private static String read(Path scripts) {
        try (Stream<Path> files = Files.walk(scripts)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .map(UsedTexts::text)
                    .collect(joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
