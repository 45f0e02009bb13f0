package io.fleetline.service.watch;

import io.agroal.api.AgroalDataSource;
import io.fleetline.settings.Role;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether every role of this process would do now what it is asked to. The vendor's health is not ours. */
@Readiness
@Singleton
final class ReadyCheck implements HealthCheck {
    private static final String OK = "ok";
    private static final String AWAY = "the database does not answer";

    private final ServiceState state;
    private final Pulse facts;
    private final Pulse leases;
    private final Pulse reading;

    ReadyCheck(ServiceState state, AgroalDataSource database, @DataSource("read") AgroalDataSource readDatabase) {
        this.state = state;
        this.facts = new Pulse(database, "SELECT 1");
        this.leases = new Pulse(database, "SELECT FROM infrastructure.leases LIMIT 1");
        this.reading = new Pulse(readDatabase, "SELECT 1");
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("ready").status(state.isUp());
        if (!state.isUp()) {
            return answer.withData("service", state.hasStarted() ? "stops" : "starts")
                    .build();
        }
        for (var role : state.roles()) {
            var condition = condition(role);
            answer.withData(role.name().toLowerCase(Locale.ROOT), condition);
            if (!condition.equals(OK)) {
                answer.down();
            }
        }
        return answer.build();
    }

    private String condition(Role role) {
        return switch (role) {
            case WEBHOOK -> isFull() ? "too much is waiting to be written" : said(facts);
            case INGEST -> said(leases);
            case READ -> said(reading);
        };
    }

    private boolean isFull() {
        var store = state.store();
        return store != null && store.isFull();
    }

    private static String said(Pulse pulse) {
        return pulse.beats() ? OK : AWAY;
    }
}
