package io.fleetline.settings;

import io.fleetline.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads single settings as typed values. A value that makes no sense is refused with a {@link BadSetting} that names the setting. */
public final class SettingValues {
    private static final String FILE = "_FILE";

    private final Function<String, @Nullable String> lookup;

    /** @param lookup what the environment gives for a name; null: nothing */
    public SettingValues(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** The value or its default, stripped; empty: there is neither. */
    public String optional(Setting setting) {
        var value = given(setting);
        if (value.isEmpty()) {
            return setting.defaultValue() == null ? "" : setting.defaultValue();
        }
        return value;
    }

    /** From the environment, or from the file that the variable with the suffix _FILE names. */
    private String given(Setting setting) {
        var value = fromEnvironment(setting.name());
        var file = fromEnvironment(setting + FILE);
        if (file.isEmpty()) {
            return value;
        }
        if (!value.isEmpty()) {
            throw new BadSetting(setting, "and %s%s are both set: which is meant?".formatted(setting, FILE));
        }
        return contents(setting + FILE, file);
    }

    private String fromEnvironment(String name) {
        var value = lookup.apply(name);
        return value == null ? "" : value.strip();
    }

    /** The error never repeats the file's content, which is usually a secret. */
    private static String contents(String name, String file) {
        try {
            var text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty() || text.lines().count() > 1) {
                throw new BadSetting("%s names %s, which is not one line of text".formatted(name, file));
            }
            return text;
        } catch (IOException | InvalidPathException e) {
            throw new BadSetting("%s names %s, which cannot be read as text".formatted(name, file));
        }
    }

    /** Never empty. */
    String text(Setting setting) {
        var value = optional(setting);
        if (value.isEmpty()) {
            throw new BadSetting(setting, "is not set: " + setting.meaning());
        }
        return value;
    }

    /** What stands between the commas, without repeats. */
    List<String> list(Setting setting) {
        return Arrays.stream(optional(setting).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    /** Zero or more. */
    int wholeNumber(Setting setting) {
        var text = text(setting);
        if (!text.matches("[0-9]{1,9}")) {
            throw new BadSetting(setting, "must be a whole number, but is '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }

    int positive(Setting setting) {
        int number = wholeNumber(setting);
        if (number == 0) {
            throw new BadSetting(setting, "must be at least 1");
        }
        return number;
    }

    int port(Setting setting) {
        int port = wholeNumber(setting);
        if (port > 65_535) {
            throw new BadSetting(setting, "must be a port, 0 to 65535");
        }
        return port;
    }

    boolean flag(Setting setting) {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new BadSetting(setting, "must be true or false");
        };
    }

    /** Whole seconds; may be negative. */
    Duration seconds(Setting setting) {
        var text = text(setting);
        if (!text.matches("-?[0-9]{1,6}")) {
            throw new BadSetting(setting, "must be whole seconds, but is '%s'".formatted(text));
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    /** In ISO 8601, and longer than zero. */
    Duration duration(Setting setting) {
        try {
            var duration = Duration.parse(text(setting));
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // refused below, like a duration of zero
        }
        throw new BadSetting(setting, "must be a duration such as PT60S or P1D, but is '%s'".formatted(text(setting)));
    }

    DatabaseUrl database(Setting setting) {
        try {
            return DatabaseUrl.parse(text(setting));
        } catch (IllegalArgumentException e) {
            throw new BadSetting(setting, "is not usable: " + e.getMessage());
        }
    }
}
