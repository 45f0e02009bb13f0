package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;

/** All webhooks of one process. */
public final class Pushes {
    private final PushSettings settings;
    private final List<? extends Intake<?>> intakes;
    private final BytesInFlight bytesInFlight;

    public Pushes(Store store, PushSettings settings, MeterRegistry registry, InstantSource clock) {
        this.settings = settings;
        this.bytesInFlight = new BytesInFlight(settings.bytesInFlight());
        registry.gauge("fleetline.push.bytes.in.flight", bytesInFlight, BytesInFlight::taken);
        var rate = new ItemRate(settings.itemsPerSecond(), settings.maxItems());
        this.intakes = Families.of(store, new Plausibility(clock, settings.maxAge())).stream()
                .map(family -> new Intake<>(family, settings, rate, store.log(), registry, clock))
                .toList();
    }

    /** Answers on the path of every family from now on. */
    public void route(Router router) {
        for (var intake : intakes) {
            router.route(intake.family().path()).handler(new PushHandler(intake, settings, bytesInFlight));
        }
    }
}
