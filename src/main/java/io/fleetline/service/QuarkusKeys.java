package io.fleetline.service;

import io.fleetline.read.access.AccessSettings;
import io.fleetline.settings.ReadSettings;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.fleetline.settings.TlsFiles;
import io.fleetline.store.StoreSettings;
import io.quarkus.runtime.annotations.StaticInitSafe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Our settings under the names that Quarkus gives them: the only place where the two meet. Secrets stay in here; a system property can be read by every
 * library and shown by every monitoring tool.
 */
@StaticInitSafe // @EndpointDisabled is decided before the run-time configuration is there
public final class QuarkusKeys implements ConfigSource {
    /** Before system properties (400) and the environment (300). */
    private static final int ORDINAL = 500;

    private static final long QUARKUS_DEFAULT_BODY_BYTES = 10 << 20;
    /** Browsers use nothing but TLS from then on, for a year. */
    private static final String STRICT_TRANSPORT = "max-age=31536000";

    private final Map<String, String> values;

    /** Called by Quarkus. */
    public QuarkusKeys() {
        var launch = Launch.ifServing();
        values = launch == null ? Map.of() : of(launch);
    }

    private static Map<String, String> of(Launch launch) {
        var settings = launch.settings();
        var all = new HashMap<String, String>();
        all.putAll(database(settings));
        all.putAll(readDatabase(settings.reading()));
        all.putAll(http(settings));
        settings.tls().ifPresent(files -> all.putAll(tls(files, settings.httpPort())));
        all.putAll(proxies(settings.trustedProxies()));
        all.putAll(log(settings));
        all.putAll(traces(settings.traces()));
        // The resources of the read role answer 404 by this key: @EndpointDisabled.
        all.put("fleetline.read.off", String.valueOf(!launch.has(Role.READ)));
        all.put("fleetline.events.off", String.valueOf(!launch.has(Role.EVENTS)));
        all.put("fleetline.outbox.off", String.valueOf(!launch.has(Role.OUTBOX)));
        all.putAll(origins(launch.access()));
        return Map.copyOf(all);
    }

    private static Map<String, String> database(Settings settings) {
        var url = settings.database();
        return Map.of(
                "quarkus.datasource.jdbc.url", url.jdbcUrl(),
                "quarkus.datasource.username", url.user(),
                "quarkus.datasource.password", url.password(),
                "quarkus.datasource.jdbc.new-connection-sql", StoreSettings.CONNECTION_START);
    }

    private static Map<String, String> readDatabase(ReadSettings reading) {
        var url = reading.database();
        return Map.of(
                "quarkus.datasource.read.jdbc.url", url.jdbcUrl(),
                "quarkus.datasource.read.username", url.user(),
                "quarkus.datasource.read.password", url.password(),
                "quarkus.datasource.read.jdbc.new-connection-sql", reading.connectionStart());
    }

    private static Map<String, String> http(Settings settings) {
        // A longer push would otherwise be refused by Quarkus first, and in its own words.
        long longestPush =
                settings.roles().contains(Role.WEBHOOK) ? settings.pushes().maxBodyBytes() + 1L : 0;
        return Map.of(
                "quarkus.http.host", settings.httpHost(),
                "quarkus.http.port", String.valueOf(settings.httpPort()),
                "quarkus.http.limits.max-body-size", String.valueOf(Math.max(longestPush, QUARKUS_DEFAULT_BODY_BYTES)));
    }

    /** Plain HTTP is off then: a client that is redirected has already sent its token in the clear. */
    private static Map<String, String> tls(TlsFiles files, int port) {
        return Map.of(
                "quarkus.tls.web.key-store.pem.0.cert",
                files.certificates(),
                "quarkus.tls.web.key-store.pem.0.key",
                files.key(),
                "quarkus.http.tls-configuration-name",
                "web",
                "quarkus.http.ssl-port",
                String.valueOf(port),
                "quarkus.http.insecure-requests",
                "disabled",
                "quarkus.http.header.\"Strict-Transport-Security\".value",
                STRICT_TRANSPORT);
    }

    /** From any other address these headers are ignored. */
    private static Map<String, String> proxies(List<String> trusted) {
        return trusted.isEmpty()
                ? Map.of()
                : Map.of(
                        "quarkus.http.proxy.trusted-proxies", String.join(",", trusted),
                        "quarkus.http.proxy.proxy-address-forwarding", "true",
                        "quarkus.http.proxy.allow-x-forwarded", "true",
                        "quarkus.http.proxy.enable-forwarded-host", "true",
                        "quarkus.http.proxy.enable-forwarded-prefix", "true");
    }

    private static Map<String, String> log(Settings settings) {
        var file = settings.logFile();
        var json = String.valueOf(settings.logsJson());
        var format = Map.of("quarkus.log.console.json.enabled", json, "quarkus.log.file.json.enabled", json);
        if (file.isEmpty()) {
            return format;
        }
        var all = new HashMap<>(format);
        all.put("quarkus.log.file.enabled", "true");
        all.put("quarkus.log.file.path", file);
        all.put("quarkus.log.console.enabled", "false");
        return all;
    }

    /** @param endpoint empty: no traces */
    private static Map<String, String> traces(String endpoint) {
        return endpoint.isEmpty()
                ? Map.of()
                : Map.of(
                        "quarkus.otel.sdk.disabled", "false",
                        "quarkus.otel.exporter.otlp.endpoint", endpoint,
                        "quarkus.datasource.read.jdbc.telemetry.enabled", "true");
    }

    private static Map<String, String> origins(AccessSettings access) {
        return access.origins().isEmpty()
                ? Map.of()
                : Map.of(
                        "quarkus.http.cors.enabled",
                        "true",
                        "quarkus.http.cors.origins",
                        String.join(",", access.origins()));
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "Fleetline's settings";
    }
}
