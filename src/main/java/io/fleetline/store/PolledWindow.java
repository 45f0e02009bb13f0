package io.fleetline.store;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about devices and a stretch of time whose answer is whole: what lies within and is not in the answer does not exist.
 *
 * @param method the vendor's method
 * @param account under which it was asked
 * @param imeis the devices of which the answer says everything
 * @param span what was asked about; both ends on whole seconds
 * @param kind the kind of stop that was asked about; null where all kinds were
 */
public record PolledWindow(String method, String account, Set<String> imeis, TimeSpan span, Stop.@Nullable Kind kind) {
    public PolledWindow {
        imeis = Set.copyOf(imeis);
    }

    /** A question about all kinds. */
    public PolledWindow(String method, String account, Collection<String> imeis, TimeSpan span) {
        this(method, account, Set.copyOf(imeis), span, null);
    }

    /** The same without devices of which the answer may not say everything. */
    public PolledWindow without(Collection<String> devices) {
        var rest = new HashSet<>(imeis);
        rest.removeAll(devices);
        return new PolledWindow(method, account, rest, span, kind);
    }

    /** For people. */
    String question() {
        return "%s for account %s, %s to %s".formatted(method, account, span.from(), span.to());
    }
}
