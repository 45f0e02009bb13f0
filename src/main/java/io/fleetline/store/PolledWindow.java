package io.fleetline.store;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question about devices and a period with a complete answer: what lies within it and is not in the answer does not exist.
 *
 * @param method the vendor's method
 * @param account the account used for the request
 * @param imeis the devices for which the answer is complete
 * @param span the requested period; both ends on whole seconds
 * @param kind the requested kind of stop; null for all kinds
 */
public record PolledWindow(String method, String account, Set<String> imeis, TimeSpan span, Stop.@Nullable Kind kind) {
    public PolledWindow {
        imeis = Set.copyOf(imeis);
    }

    /** A question about all kinds. */
    public PolledWindow(String method, String account, Collection<String> imeis, TimeSpan span) {
        this(method, account, Set.copyOf(imeis), span, null);
    }

    /** The same without devices for which the answer may be incomplete. */
    public PolledWindow without(Collection<String> devices) {
        var rest = new HashSet<>(imeis);
        rest.removeAll(devices);
        return new PolledWindow(method, account, rest, span, kind);
    }

    /** As text, for people. */
    String question() {
        return "%s for account %s, %s to %s".formatted(method, account, span.from(), span.to());
    }
}
