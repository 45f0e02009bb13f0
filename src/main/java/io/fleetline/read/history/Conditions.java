package io.fleetline.read.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Evaluates request headers that choose the form of the answer. */
public final class Conditions {
    private static final Pattern REFUSED = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0*)?\\s*$");

    private Conditions() {}

    /** Whether Accept-Encoding allows gzip. */
    public static boolean acceptsGzip(@Nullable String acceptEncoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .anyMatch(coding -> coding.split(";", 2)[0].strip().equals("gzip")
                                && !REFUSED.matcher(coding).find());
    }
}
