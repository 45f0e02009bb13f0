package io.fleetline.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a token may do beside reading. */
public enum Right {
    /** Send city events, and read them. */
    EVENTS,
    /** Move dispatches from state to state. */
    DISPATCH,
    /** Whatever any right allows, and what is for administrators. */
    ADMIN;

    /** As the command line and the database spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is not known. */
    public static Optional<Right> of(String word) {
        return Arrays.stream(values())
                .filter(right -> right.word().equals(word))
                .findAny();
    }

    /** All of them, for people. */
    public static String words() {
        return Arrays.stream(values()).map(Right::word).collect(Collectors.joining(", "));
    }
}
