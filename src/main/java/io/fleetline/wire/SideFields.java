package io.fleetline.wire;

import io.fleetline.fleet.PositionType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The optional fields of an item. One that is present but unreadable is null, like a missing one, and is recorded: the fact is stored
 * with its usable fields, and the whole item is kept beside it.
 */
public final class SideFields {
    private final Fields fields;
    private boolean leftOut;

    public SideFields(Fields fields) {
        this.fields = fields;
    }

    /** Whether a field that was read is present but unreadable. */
    public boolean haveLeftOut() {
        return leftOut;
    }

    public @Nullable String text(String... names) {
        try {
            return fields.text(names);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    public @Nullable Double number(Quantity quantity, String... names) {
        try {
            return fields.number(quantity, names);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    public @Nullable Integer integer(Quantity quantity, String... names) {
        try {
            return fields.integer(quantity, names);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    /** A time span in whole seconds. */
    public @Nullable Long seconds(String... names) {
        try {
            return fields.seconds(names);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    public @Nullable Instant instant(String... names) {
        try {
            return fields.instant(names);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    public @Nullable Position position(String latName, String lngName) {
        try {
            return fields.position(latName, lngName);
        } catch (UnusableException e) {
            return leftOut();
        }
    }

    public @Nullable Boolean flag(String... names) {
        var word = text(names);
        return word == null ? null : known(fields.flag(names));
    }

    public @Nullable PositionType positionType(String... names) {
        var word = text(names);
        return word == null ? null : known(fields.positionType(names));
    }

    /** A word that is present but unknown is recorded too. */
    private <T> @Nullable T known(@Nullable T meaning) {
        leftOut |= meaning == null;
        return meaning;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // null, whatever is wanted
    private <T> @Nullable T leftOut() {
        leftOut = true;
        return null;
    }
}
