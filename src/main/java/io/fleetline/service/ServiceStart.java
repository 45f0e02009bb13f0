package io.fleetline.service;

import io.fleetline.clock.FleetClock;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.OpenIdSettings;
import io.fleetline.settings.ReadSettings;
import io.fleetline.settings.Role;
import io.fleetline.settings.Setting;
import io.fleetline.settings.Settings;
import io.fleetline.settings.TlsFiles;
import io.fleetline.store.StoreSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** What is settled before Quarkus starts, so that a bad setting ends the start with one line and no stack trace. */
public final class ServiceStart {
    /** Half past three, UTC. */
    private static final String NIGHTLY_PURGE = "0 30 3 * * ?";

    private static final long QUARKUS_DEFAULT_BODY = 10 << 20;
    /** Browsers then ask by TLS only, for a year. */
    private static final String STRICT_TRANSPORT = "max-age=31536000";

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

    /**
     * Hands our settings to Quarkus under its own names.
     *
     * @param mayWrite whether DATABASE_URL may
     */
    public static void configureQuarkus(Settings settings, boolean mayWrite) {
        var database = settings.database();
        System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
        System.setProperty("quarkus.datasource.username", database.user());
        System.setProperty("quarkus.datasource.password", database.password());
        System.setProperty("quarkus.datasource.jdbc.new-connection-sql", StoreSettings.CONNECTION_START);
        System.setProperty("quarkus.http.host", settings.httpHost());
        System.setProperty("quarkus.http.port", String.valueOf(settings.httpPort()));
        settings.tls().ifPresent(files -> configureTls(files, settings.httpPort()));
        configureProxies(settings.trustedProxies());
        if (settings.roles().contains(Role.INGEST)) {
            System.setProperty("fleetline.purge", NIGHTLY_PURGE);
        }
        System.setProperty("fleetline.metrics.read", mayWrite ? "15s" : "0s");
        configureWebhooks(settings);
        configureReading(settings, mayWrite);
        configureLog(settings);
        if (!settings.traces().isEmpty()) {
            System.setProperty("quarkus.otel.sdk.disabled", "false");
            System.setProperty("quarkus.otel.exporter.otlp.endpoint", settings.traces());
            System.setProperty("quarkus.datasource.read.jdbc.telemetry.enabled", "true");
        }
    }

    /** From anybody else these headers mean nothing. */
    private static void configureProxies(List<String> trusted) {
        if (!trusted.isEmpty()) {
            System.setProperty("quarkus.http.proxy.trusted-proxies", String.join(",", trusted));
            System.setProperty("quarkus.http.proxy.proxy-address-forwarding", "true");
            System.setProperty("quarkus.http.proxy.allow-x-forwarded", "true");
            System.setProperty("quarkus.http.proxy.enable-forwarded-host", "true");
            System.setProperty("quarkus.http.proxy.enable-forwarded-prefix", "true");
        }
    }

    private static void configureLog(Settings settings) {
        System.setProperty("quarkus.log.console.json.enabled", String.valueOf(settings.logsJson()));
        System.setProperty("quarkus.log.file.json.enabled", String.valueOf(settings.logsJson()));
        if (!settings.logFile().isEmpty()) {
            System.setProperty("quarkus.log.file.enabled", "true");
            System.setProperty("quarkus.log.file.path", settings.logFile());
            System.setProperty("quarkus.log.console.enabled", "false");
        }
    }

    /** Plain HTTP is off then: who redirects has been told the secret already. */
    private static void configureTls(TlsFiles files, int port) {
        System.setProperty("quarkus.tls.web.key-store.pem.0.cert", files.certificates());
        System.setProperty("quarkus.tls.web.key-store.pem.0.key", files.key());
        System.setProperty("quarkus.http.tls-configuration-name", "web");
        System.setProperty("quarkus.http.ssl-port", String.valueOf(port));
        System.setProperty("quarkus.http.insecure-requests", "disabled");
        System.setProperty("quarkus.http.header.\"Strict-Transport-Security\".value", STRICT_TRANSPORT);
    }

    private static void configureReading(Settings settings, boolean mayWrite) {
        boolean reads = settings.roles().contains(Role.READ);
        boolean refreshes = reads && (mayWrite || settings.refreshesElsewhere());
        System.setProperty("fleetline.read.off", String.valueOf(!reads));
        System.setProperty("fleetline.vtrips.refresh", every(settings.refreshInterval(), refreshes));
        System.setProperty("fleetline.rollup", every(settings.rollupInterval(), refreshes));
        var reading = settings.reading();
        var database = reading.database();
        System.setProperty("quarkus.datasource.read.jdbc.url", database.jdbcUrl());
        System.setProperty("quarkus.datasource.read.username", database.user());
        System.setProperty("quarkus.datasource.read.password", database.password());
        System.setProperty("quarkus.datasource.read.jdbc.new-connection-sql", reading.connectionStart());
        if (reads) {
            configureAccess(reading);
        } else {
            System.setProperty("fleetline.read.require-token", "false");
        }
    }

    private static void configureAccess(ReadSettings reading) {
        System.setProperty("fleetline.read.require-token", String.valueOf(reading.tokenRequired()));
        System.setProperty(
                "fleetline.read.download.longest", reading.longestDownload().toSeconds() + "s");
        System.setProperty(
                "fleetline.read.download.bytes-per-second", String.valueOf(reading.downloadBytesPerSecond()));
        System.setProperty("fleetline.read.requests-per-second", String.valueOf(reading.requestsPerSecond()));
        reading.openId().map(OpenIdSettings::discovered).ifPresent(provider -> {
            System.setProperty("fleetline.read.oidc.issuer", provider.issuer());
            System.setProperty("fleetline.read.oidc.audience", provider.audience());
            System.setProperty("fleetline.read.oidc.keys", provider.keysUrl());
            System.setProperty("fleetline.read.oidc.cost-centres-claim", provider.costCentresClaim());
        });
        var origins = reading.origins();
        if (!origins.isEmpty()) {
            System.setProperty("quarkus.http.cors.enabled", "true");
            System.setProperty("quarkus.http.cors.origins", String.join(",", origins));
        }
    }

    private static String every(Duration interval, boolean on) {
        return on && interval.isPositive() ? interval.toSeconds() + "s" : "0s";
    }

    private static void configureWebhooks(Settings settings) {
        boolean takesPushes = settings.roles().contains(Role.WEBHOOK);
        System.setProperty("fleetline.webhook.off", String.valueOf(!takesPushes));
        if (takesPushes) {
            // Quarkus would otherwise refuse first, and in its own words.
            long longest = settings.pushes().maxBodyBytes() + 1L;
            System.setProperty("quarkus.http.limits.max-body-size", Math.max(longest, QUARKUS_DEFAULT_BODY) + "");
        }
    }
}
