package io.fleetline.outbox;

import io.fleetline.outbox.receiver.AddressLookup;
import io.fleetline.outbox.receiver.PinnedHttp;
import io.fleetline.outbox.receiver.TargetRules;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.InstantSource;

/** Makes what senders and the API share. */
@Singleton
final class OutboxBeans {
    @Produces
    @Singleton
    PinnedHttp http(Vertx vertx, OutboxSettings settings) {
        return new PinnedHttp(vertx, settings.trustedFile().isEmpty() ? null : settings.trustedFile());
    }

    void close(@Disposes PinnedHttp http) {
        http.close();
    }

    @Produces
    @Singleton
    TargetRules rules(OutboxSettings settings) {
        return new TargetRules(settings.allowedNetworks());
    }

    @Produces
    @Singleton
    Sender sender(PinnedHttp http, TargetRules rules, InstantSource clock) {
        return new Sender(new AddressLookup(InetAddress::getAllByName), rules, http, clock, Sender.DEADLINE);
    }
}
