package io.fleetline.read.feed;

import io.fleetline.database.SqlTrouble;
import io.fleetline.read.DatabaseTrouble;
import io.fleetline.read.access.AccessSettings;
import io.fleetline.read.access.Admission;
import io.fleetline.read.access.AdmissionCheck;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;

/** The live connections of this process: how many a caller and an address may have, and whether they may go on. */
@Singleton
public final class LiveConnections {
    private static final Logger LOG = Logger.getLogger(LiveConnections.class);

    private final int most;
    private final AdmissionCheck check;
    private final LiveMetrics metrics;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<FeedClient> open = new HashSet<>();
    private boolean closed;

    LiveConnections(AccessSettings settings, AdmissionCheck check, LiveMetrics metrics) {
        this.most = settings.liveConnections();
        this.check = check;
        this.metrics = metrics;
        metrics.showBacklogs(this);
    }

    /** Takes a place for a connection; false: there is none left. */
    synchronized boolean enter(FeedClient client) {
        if (!hasPlace(client.admission())) {
            return false;
        }
        places(client.admission()).forEach(place -> counts.merge(place, 1, Integer::sum));
        open.add(client);
        metrics.connections(open.size());
        return true;
    }

    synchronized boolean hasPlace(Admission admission) {
        return !closed
                && (most == 0 || places(admission).stream().allMatch(place -> counts.getOrDefault(place, 0) < most));
    }

    /** Gives the place back; more than once does no harm. */
    synchronized void leave(FeedClient client) {
        if (open.remove(client)) {
            places(client.admission())
                    .forEach(place -> counts.computeIfPresent(place, (_, count) -> count == 1 ? null : count - 1));
            metrics.connections(open.size());
        }
    }

    private static Set<String> places(Admission admission) {
        return Set.of("caller " + admission.countedAs(), "address " + admission.address());
    }

    /** Ends the connections whose token is no longer good, or sees other cost centres now. To be called several times a minute. */
    public void check() {
        try {
            endThoseThatAreOver();
        } catch (JdbiException e) {
            if (!DatabaseTrouble.isAway(e)) {
                throw e;
            }
            LOG.warnf("the tokens of live connections could not be checked: %s", SqlTrouble.inWords(e));
        }
    }

    private void endThoseThatAreOver() {
        var present = present();
        var ended = check.ended(present.stream().map(FeedClient::admission).toList());
        present.stream()
                .filter(client -> ended.contains(client.admission()))
                .forEach(client -> client.end(Ending.ACCESS_ENDED));
    }

    /** What waits for the client for which the most waits, with what is being sent; 0 without clients. */
    int longestBacklogBytes() {
        return present().stream().mapToInt(FeedClient::waitingBytes).max().orElse(0);
    }

    /** Ends all, and lets no further ones begin. */
    public void close() {
        shut();
        present().forEach(client -> client.end(Ending.STOPPING));
    }

    private synchronized void shut() {
        closed = true;
    }

    private synchronized Set<FeedClient> present() {
        return Set.copyOf(open);
    }
}
