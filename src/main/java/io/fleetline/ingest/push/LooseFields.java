package io.fleetline.ingest.push;

import io.fleetline.wire.Fields;
import io.fleetline.wire.Position;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.UnusableException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An item whose layout is not documented. Names are compared in lower case and without punctuation, so that {@code ENGINE_RPM} is
 * {@code enginerpm}; an unreadable number does not cost the item, which is kept whole anyway.
 */
final class LooseFields extends Fields {
    private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^a-z0-9]");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("([+-]?\\d+),(\\d+)");

    private final Map<String, String> values = new HashMap<>();

    LooseFields(Item item) {
        item.forEach((name, value) -> values.putIfAbsent(plainName(name), value));
    }

    private static String plainName(String name) {
        return NOT_ALPHANUMERIC.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    @Override
    protected String plainText(String name) {
        return values.getOrDefault(name, "");
    }

    /** The first of these names with a readable value. */
    @Override
    public @Nullable Double number(Quantity quantity, String... names) {
        for (var name : names) {
            var number = readable(quantity, name);
            if (number != null) {
                return number;
            }
        }
        return null;
    }

    @Override
    public @Nullable Position position(String latName, String lngName) {
        try {
            return super.position(latName, lngName);
        } catch (UnusableException e) {
            return null;
        }
    }

    private @Nullable Double readable(Quantity quantity, String name) {
        var text = plainText(name);
        try {
            return text.isEmpty()
                    ? null
                    : quantity.read(name, DECIMAL_COMMA.matcher(text).replaceFirst("$1.$2"));
        } catch (UnusableException e) {
            return null;
        }
    }
}
