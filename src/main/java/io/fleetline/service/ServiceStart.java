package io.fleetline.service;

import io.fleetline.clock.FleetClock;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Role;
import io.fleetline.settings.Setting;
import io.fleetline.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Checks the settings before Quarkus starts, so that a bad one ends the start with one line and no stack trace. */
public final class ServiceStart {
    private ServiceStart() {}

    /** @throws BadSetting for the first setting that is missing or makes no sense for the roles of this process */
    public static void check(Settings settings) {
        settings.database();
        settings.fleetZone();
        settings.logsJson();
        settings.traces();
        settings.trustedProxies();
        if (settings.roles().contains(Role.INGEST)) {
            settings.credentials();
            settings.client();
            settings.polling();
            settings.retention();
        }
        if (settings.roles().contains(Role.WEBHOOK)) {
            settings.pushes();
        }
        if (settings.roles().contains(Role.READ)) {
            settings.refreshDatabase();
            settings.refreshInterval();
            settings.reading().check();
            settings.rollupInterval();
        }
        if (settings.roles().contains(Role.EVENTS)) {
            settings.events();
            settings.dispatches();
            settings.reading().check();
        }
        if (settings.roles().contains(Role.OUTBOX)) {
            settings.outbox();
            settings.reading().check();
        }
        settings.tls().ifPresent(files -> files.check(FleetClock.machine()));
        checkPort(settings);
    }

    private static void checkPort(Settings settings) {
        int port = settings.httpPort();
        try (var probe = new ServerSocket(port, 1, InetAddress.getByName(settings.httpHost()))) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw new BadSetting(
                    Setting.QUARKUS_HTTP_PORT,
                    "%d on %s cannot be listened on: %s".formatted(port, settings.httpHost(), reason(e)));
        }
    }

    private static String reason(IOException e) {
        return e instanceof UnknownHostException
                ? "this machine has no such address"
                : "another process listens there, or this user may not";
    }
}
