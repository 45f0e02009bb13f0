package io.fleetline.ingest.poll;

import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Rejection;
import io.fleetline.store.Batch;
import io.fleetline.store.DeadLetter;
import io.fleetline.store.FactWriter;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Stored;
import io.fleetline.store.WindowWriter;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Stores the answers to a question about a period. A complete answer is authoritative: polled facts that it no longer contains are
 * removed. An answer that may be incomplete removes nothing.
 */
final class WindowAnswers<T> {
    private static final Logger LOG = Logger.getLogger(WindowAnswers.class);
    private static final String DEVICE_LIST = "jimi.user.device.list";

    private final TracksolidClient client;
    private final Calls calls;
    private final Refusals refusals;
    private final FactWriter<T> parts;
    private final WindowWriter<T> wholes;

    WindowAnswers(
            TracksolidClient client, Calls calls, Refusals refusals, FactWriter<T> parts, WindowWriter<T> wholes) {
        this.client = client;
        this.calls = calls;
        this.refusals = refusals;
        this.parts = parts;
        this.wholes = wholes;
    }

    /** Stores an answer that may be incomplete. */
    Stored storePart(String method, List<T> facts, List<Rejection> rejections) {
        return parts.write(new Batch<>(facts, deadLetters(method, rejections), List.of()));
    }

    /** Stores a complete answer; devices with an unreadable row count as incomplete. */
    Stored storeWhole(PolledWindow asked, List<T> facts, List<Rejection> rejections) {
        var window = asked.without(unreadable(asked, rejections));
        var silenced = wholes.silenced(window, facts);
        if (!silenced.isEmpty()) {
            window = window.without(notListed(window.account(), silenced));
        }
        return wholes.write(window, new Batch<>(facts, deadLetters(asked.method(), rejections), List.of()));
    }

    /** A row without a readable device may belong to any device. */
    private static Set<String> unreadable(PolledWindow asked, List<Rejection> rejections) {
        if (rejections.stream().anyMatch(rejection -> rejection.imei() == null)) {
            return asked.imeis();
        }
        return rejections.stream().map(Rejection::imei).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /**
     * The vendor silently omits a device that has left the account, which is not an answer. So before all facts of a device in a period are
     * removed, the account must currently list it.
     */
    private Set<String> notListed(String account, Set<String> silenced) {
        var doubtful = new HashSet<>(silenced);
        try {
            var listed = calls.logged(DEVICE_LIST, account, () -> {
                var devices = client.userDeviceList(account);
                return new Calls.CountedAnswer<>(devices, devices.size(), new Stored(0, devices.size(), 0));
            });
            listed.stream().map(Device::imei).forEach(doubtful::remove);
        } catch (TracksolidException e) {
            LOG.debugf("%s: facts of %s are kept although the answer has none", e.getMessage(), silenced);
        }
        if (!doubtful.isEmpty()) {
            refusals.leaveOut(doubtful);
            LOG.warnf(
                    "account %s returned nothing for %s and does not list them: their stored facts are kept",
                    account, doubtful);
        }
        return doubtful;
    }

    private static List<DeadLetter> deadLetters(String method, List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> new DeadLetter(Channel.POLL, method, rejection))
                .toList();
    }
}
