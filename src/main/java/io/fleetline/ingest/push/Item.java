package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.database.Texts;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Fields;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One pushed item: its scalars, and where it stands in the body. Filled again and again by {@link ItemReader}, so it must not be kept.
 */
final class Item extends Fields {
    /** Of texts that are part of a key; the vendor's longest is 25 characters. */
    private static final int LONGEST_KEY = 100;

    private String[] names = new String[32];
    private String[] values = new String[32];
    private int count;
    private byte[] body = {};
    private int from;
    private int to;

    Item() {
        super(ZoneOffset.UTC);
    }

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

    /** In the order in which the scalars stand in it, none of them empty. */
    void forEach(BiConsumer<String, String> scalar) {
        for (var i = 0; i < count; i++) {
            var value = Texts.cleaned(values[i]).strip();
            if (!value.isEmpty()) {
                scalar.accept(names[i], value);
            }
        }
    }

    /** Of two values with one name the first that is not empty counts: the item's own stand before those nested in it. */
    @Override
    protected String plainText(String name) {
        for (var i = 0; i < count; i++) {
            if (names[i].equals(name) && !values[i].isEmpty()) {
                return Texts.cleaned(values[i]).strip();
            }
        }
        return "";
    }

    /** The whole item, where its other fields do not say all of it: one of them could not be used, or stands in it twice. */
    @Nullable String jsonUnlessAllIsRead(SideFields fields) {
        return fields.haveLeftOut() || hasNameTwice() ? json() : null;
    }

    /** Perhaps two items that damage has made into one. A look at the bits of the names' hashes spares most comparisons. */
    private boolean hasNameTwice() {
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

    /** A text that is part of a key, and so neither missing nor endless; null when it is missing. */
    @Nullable String key(String... aliases) {
        var text = text(aliases);
        if (text == null) {
            return null;
        }
        UnusableException.when(text.length() > LONGEST_KEY ? aliases[0] + " too long" : null);
        // Half a character, as mutilated text has it, would not come back from the database as it went.
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    /** The device, as far as it can be read. */
    @Nullable String readableImei() {
        var imei = text("deviceImei", "imei");
        return imei != null && Plausibility.reasonAgainstImei(imei) == null ? imei : null;
    }

    /** As it came. */
    String payload() {
        return new String(body, from, to - from, UTF_8);
    }

    /** As strict JSON, which the database takes. */
    String json() {
        return Json.strict(body, from, to - from);
    }
}
