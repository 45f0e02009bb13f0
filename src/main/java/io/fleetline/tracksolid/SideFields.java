package io.fleetline.tracksolid;

import io.fleetline.fleet.PositionType;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an item that it can do without. One that is there and cannot be read is null, like one that is missing, and is noted: so
 * the fact is stored with what is usable, and the item is kept where it says more.
 */
public final class SideFields {
    private final Fields fields;
    private boolean leftOut;

    public SideFields(Fields fields) {
        this.fields = fields;
    }

    /** Whether a field that was asked for is there and could not be read. */
    public boolean haveLeftOut() {
        return leftOut;
    }

    public @Nullable String text(String... names) {
        return usable(() -> fields.text(names));
    }

    public @Nullable Double number(Quantity quantity, String... names) {
        return usable(() -> fields.number(quantity, names));
    }

    public @Nullable Integer integer(Quantity quantity, String... names) {
        return usable(() -> fields.integer(quantity, names));
    }

    /** A time span in whole seconds. */
    public @Nullable Long seconds(String... names) {
        return usable(() -> fields.seconds(names));
    }

    public @Nullable Instant instant(String... names) {
        return usable(() -> fields.instant(names));
    }

    public @Nullable Position position(String latName, String lngName) {
        return usable(() -> fields.position(latName, lngName));
    }

    public @Nullable Boolean flag(String... names) {
        return known(names, () -> fields.flag(names));
    }

    public @Nullable PositionType positionType(String... names) {
        return known(names, () -> fields.positionType(names));
    }

    /** A word that is there, and is none of those that are known, is noted too. */
    private <T> @Nullable T known(String[] names, Supplier<@Nullable T> field) {
        var meaning = usable(field);
        leftOut |= meaning == null && text(names) != null;
        return meaning;
    }

    private <T> @Nullable T usable(Supplier<@Nullable T> field) {
        try {
            return field.get();
        } catch (UnusableException e) {
            leftOut = true;
            return null;
        }
    }
}
