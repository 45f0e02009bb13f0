package io.fleetline.ingest.push;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.fleetline.clock.OncePerMinute;
import io.fleetline.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** All webhooks of one process. */
public final class Pushes {
    private final PushSettings settings;
    private final List<? extends Intake<?>> intakes;
    private final BodyMemory memory;
    private final RefusalLog refusals;

    public Pushes(Store store, PushSettings settings, MeterRegistry registry, InstantSource clock) {
        this.settings = settings;
        this.memory = new BodyMemory(settings.bytesInFlight());
        this.refusals = new RefusalLog();
        registry.gauge("fleetline.push.bytes.in.flight", memory, BodyMemory::taken);
        var rate = new ItemRate(settings.itemsPerSecond(), settings.maxItems());
        var unread = new OncePerMinute();
        this.intakes = Families.ALL.stream()
                .map(family -> new Intake<>(family, store, settings, rate, unread, registry, clock))
                .toList();
    }

    /** The paths of the webhooks. */
    public static List<String> paths() {
        return Families.ALL.stream().map(Family::path).toList();
    }

    /** The handler of each family, by path. */
    public Map<String, Handler<RoutingContext>> handlers() {
        return intakes.stream()
                .collect(toUnmodifiableMap(
                        intake -> intake.family().path(),
                        intake -> new PushHandler(intake, settings, memory, refusals)));
    }
}
