package io.fleetline.service.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long answers to readers take, by route and status. A path that is no route of ours is counted under the route "none". */
@Singleton
final class ReadMetrics {
    /** Where Quarkus REST leaves the path as its resource spells it: {@code /vehicles/{imei}/track}. */
    private static final String ROUTE = "UrlPathTemplate";

    private final MeterRegistry registry;
    private final Map<Answer, Timer> timers = new ConcurrentHashMap<>();

    private record Answer(String route, int status) {}

    ReadMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Measures from now to the end of the answer. */
    void time(RoutingContext request) {
        var began = System.nanoTime();
        var context = Vertx.currentContext();
        request.addEndHandler(_ -> {
            String route = context.getLocal(ROUTE);
            var answer = new Answer(
                    route == null ? "none" : route, request.response().getStatusCode());
            timers.computeIfAbsent(answer, this::timer).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        });
    }

    private Timer timer(Answer answer) {
        return Timer.builder("fleetline.read.request")
                .tag("route", answer.route)
                .tag("status", String.valueOf(answer.status))
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30))
                .register(registry);
    }
}
