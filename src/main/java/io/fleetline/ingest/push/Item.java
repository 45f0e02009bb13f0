package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.database.Texts;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Fields;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pushed item: its scalars, and its position in the body. {@link ItemReader} reuses it, so it must not be kept.
 */
final class Item extends Fields {
    /** The limit of texts that are part of a key; the vendor's longest is 25 characters. */
    private static final int LONGEST_KEY = 100;

    private String[] names = new String[32];
    private String[] values = new String[32];
    private int count;
    private byte[] body = {};
    private int from;
    private int to;

    Item() {}

    void startsAt(byte[] newBody, int newFrom) {
        body = newBody;
        from = newFrom;
        count = 0;
    }

    void endsAt(int newTo) {
        to = newTo;
    }

    void add(String name, String value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count++] = value;
    }

    /** Passes on the scalars in their order in the item; none of them is empty. */
    void forEach(BiConsumer<String, String> scalar) {
        for (var i = 0; i < count; i++) {
            var value = Texts.cleaned(values[i]).strip();
            if (!value.isEmpty()) {
                scalar.accept(names[i], value);
            }
        }
    }

    /** Of two values with one name the first non-empty one counts: the item's own values come before nested ones. */
    @Override
    protected String plainText(String name) {
        for (var i = 0; i < count; i++) {
            if (names[i].equals(name) && !values[i].isEmpty()) {
                return Texts.cleaned(values[i]).strip();
            }
        }
        return "";
    }

    /** The whole item, if its fields do not cover it: one of them is unusable, or occurs twice; otherwise null. */
    @Nullable String jsonUnlessAllIsRead(SideFields fields) {
        return fields.haveLeftOut() || hasDuplicateName() ? json() : null;
    }

    /** Possibly two items merged by corruption. Comparing bits of the names' hashes avoids most comparisons. */
    private boolean hasDuplicateName() {
        var seen = 0L;
        for (var i = 0; i < count; i++) {
            var bit = 1L << (names[i].hashCode() & 63);
            if ((seen & bit) != 0 && standsBefore(i)) {
                return true;
            }
            seen |= bit;
        }
        return false;
    }

    private boolean standsBefore(int i) {
        for (var j = 0; j < i; j++) {
            if (names[j].equals(names[i])) {
                return true;
            }
        }
        return false;
    }

    /** A text that is part of a key, and so must not be too long; null if it is missing. */
    @Nullable String key(String... aliases) {
        var text = text(aliases);
        if (text == null) {
            return null;
        }
        UnusableException.when(text.length() > LONGEST_KEY ? aliases[0] + " too long" : null);
        // An unpaired surrogate, as in corrupted text, would not come back from the database unchanged.
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    /** The device, if it can be read. */
    @Nullable String readableImei() {
        var imei = text("deviceImei", "imei");
        return imei != null && Plausibility.reasonAgainstImei(imei) == null ? imei : null;
    }

    /** The item as received. */
    String payload() {
        return new String(body, from, to - from, UTF_8);
    }

    /** The item as strict JSON, which the database accepts. */
    String json() {
        return Json.strict(body, from, to - from);
    }
}
