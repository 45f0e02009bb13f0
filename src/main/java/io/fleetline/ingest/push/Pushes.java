package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Store;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;

/** All webhooks of one process. */
public final class Pushes {
    private final PushSettings settings;
    private final List<? extends Intake<?>> intakes;
    private final BytesInFlight bytesInFlight;

    public Pushes(Store store, PushSettings settings, InstantSource clock) {
        this.settings = settings;
        this.bytesInFlight = new BytesInFlight(settings.bytesInFlight());
        this.intakes = Families.of(store, new Plausibility(clock, settings.maxAge())).stream()
                .map(family -> new Intake<>(family, settings, store.log(), clock))
                .toList();
    }

    /** Answers on the path of every family from now on. */
    public void route(Router router) {
        for (var intake : intakes) {
            router.route(intake.family().path()).handler(new PushHandler(intake, settings, bytesInFlight));
        }
    }
}
