package io.fleetline.outbox;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.database.SqlTrouble;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** Sends events to those endpoints that this process has taken; several processes share them. */
@Singleton
public final class Deliveries {
    /** How long a process may be silent before others take its endpoints. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Deliveries.class);

    /** This process stops sending before others may begin. */
    private static final Duration RESERVE = Duration.ofSeconds(3);

    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

    private final Sender sender;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final InstantSource steady;
    private final String me = UUID.randomUUID().toString();
    private final Map<UUID, EndpointLoop> loops = new ConcurrentHashMap<>();
    private final OncePerMinute complaints = new OncePerMinute();
    private volatile long leasedUntilNanos = System.nanoTime();
    private EndpointWork.@Nullable Tools tools;
    private Runnable onEndpointsChanged = () -> {};

    Deliveries(Sender sender, MeterRegistry registry, InstantSource clock, @Identifier("steady") InstantSource steady) {
        this.sender = sender;
        this.registry = registry;
        this.clock = clock;
        this.steady = steady;
    }

    /**
     * To be called before anything else.
     *
     * @param database keeps some connections; its login may write
     * @param endpointsChanged runs when somebody has changed an endpoint: {@link #share} is due
     */
    public void start(DataSource database, Runnable endpointsChanged) {
        var jdbi = Jdbi.create(database).installPlugin(new PostgresPlugin());
        tools = new EndpointWork.Tools(
                new EventSource(jdbi),
                new EndpointRows(jdbi),
                new Bookkeeper(jdbi),
                sender,
                new OutboxMetrics(registry),
                clock,
                steady);
        onEndpointsChanged = endpointsChanged;
        Gauge.builder("fleetline.outbox.endpoints", loops, Map::size).register(registry);
        Gauge.builder("fleetline.outbox.waiting", this, Deliveries::waiting).register(registry);
    }

    private double waiting() {
        return loops.values().stream().mapToInt(EndpointLoop::waiting).sum();
    }

    private EndpointWork.Tools tools() {
        return Objects.requireNonNull(tools, "deliveries have not been started");
    }

    /** Takes this process's part of the endpoints, and gives others back. To be called several times in the time of a lease. One thread at a time. */
    public void share() {
        try {
            long began = System.nanoTime();
            var mine = new HashMap<UUID, EndpointRows.Share>();
            tools().rows().share(me, LEASE.toSeconds()).forEach(share -> mine.put(share.id(), share));
            leasedUntilNanos = began + LEASE.minus(RESERVE).toNanos();
            loops.entrySet().removeIf(loop -> !mine.containsKey(loop.getKey()) && end(loop.getValue()));
            mine.values().forEach(this::deliver);
        } catch (JdbiException e) {
            complain("the endpoints could not be shared out", e);
        }
    }

    private static boolean end(EndpointLoop loop) {
        loop.close();
        return true;
    }

    private void deliver(EndpointRows.Share share) {
        var present = loops.get(share.id());
        if (present == null || !present.isFor(share)) {
            if (present != null) {
                present.close();
            }
            loops.put(share.id(), new EndpointLoop(tools(), share, this::isLeased, complaints, present).start());
        }
    }

    private boolean isLeased() {
        return System.nanoTime() - leasedUntilNanos < 0;
    }

    /** Takes in what the change log has. To be called after each tick, and now and then. One thread at a time. */
    public void follow() {
        try {
            tools().source().follow(this::tell);
        } catch (SQLException | JdbiException e) {
            complain("deliveries do not follow the change log", e);
        }
    }

    private void tell(EventSource.Piece piece) {
        if (piece.changes().stream().anyMatch(change -> change.kind().equals(EventKind.WEBHOOK.changeKind()))) {
            onEndpointsChanged.run();
        }
        wake(piece.events());
    }

    private void wake(List<OutboxEvent> events) {
        if (!events.isEmpty()) {
            loops.values().stream().filter(loop -> loop.wants(events)).forEach(EndpointLoop::wake);
        }
    }

    /** Deletes what will not be sent again. */
    public void purge() {
        tools().rows().purge();
    }

    private void complain(String what, Exception problem) {
        if (complaints.count() > 0) {
            LOG.warnf("%s: %s", what, SqlTrouble.inWords(problem));
        }
    }

    /** Ends what is being sent, and gives all endpoints back. */
    public void close() {
        loops.values().forEach(EndpointLoop::close);
        try {
            var until = System.nanoTime() + PATIENCE_AT_END.toNanos();
            for (var loop : loops.values()) {
                loop.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
            tools().rows().release(me);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JdbiException e) {
            LOG.debugf(e, "the endpoints are free once their leases are over");
        }
    }
}
