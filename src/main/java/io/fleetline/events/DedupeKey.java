package io.fleetline.events;

import io.fleetline.events.rules.Rule;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key that a sender gives: as {@code ?dedupe_key=…}, or as the header {@code Idempotency-Key}, with quotes or without. */
final class DedupeKey {
    static final String PARAMETER = "dedupe_key";
    static final String HEADER = "Idempotency-Key";

    private DedupeKey() {}

    /**
     * The key; null: there is none.
     *
     * @throws RefusedEventException 400 if several are given that differ, or one that cannot be stored
     */
    static @Nullable String of(MultiMap query, MultiMap headers) {
        var given = new LinkedHashSet<String>();
        given.addAll(texts(query.getAll(PARAMETER)));
        headers.getAll(HEADER).forEach(text -> given.addAll(texts(List.of(unquoted(text.strip())))));
        if (given.size() > 1) {
            throw new RefusedEventException(
                    400, "%s and %s are given with different values".formatted(PARAMETER, HEADER));
        }
        return given.isEmpty() ? null : checked(given.getFirst());
    }

    private static List<String> texts(List<String> given) {
        var texts = new ArrayList<>(given);
        texts.replaceAll(String::strip);
        texts.removeIf(String::isEmpty);
        return texts;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static String checked(String key) {
        if (key.length() > Rule.LONGEST_KEY) {
            throw new RefusedEventException(
                    400, "%s is longer than %d characters".formatted(PARAMETER, Rule.LONGEST_KEY));
        }
        if (key.chars().anyMatch(one -> one < ' ' || Character.isSurrogate((char) one))) {
            throw new RefusedEventException(400, PARAMETER + " holds a character that is not allowed");
        }
        return key;
    }
}
