package io.fleetline.settings;

import io.fleetline.change.ChangeLogSettings;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.events.DispatchSettings;
import io.fleetline.events.EventSettings;
import io.fleetline.ingest.poll.PollSettings;
import io.fleetline.ingest.push.PushSettings;
import io.fleetline.outbox.OutboxSettings;
import io.fleetline.outbox.receiver.AddressRange;
import io.fleetline.tracksolid.ClientSettings;
import io.fleetline.tracksolid.Credentials;
import io.fleetline.upkeep.AuditLog;
import io.fleetline.upkeep.Purge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings, read from the environment. A Java system property of the same name takes precedence. Each accessor refuses a value that makes no
 * sense with a {@link BadSetting} that names the setting.
 */
public final class Settings {
    private static final Set<String> DISPATCHABLE = Set.of("moving", "idle", "parked");
    private static final int PUSHED_BYTES_IN_FLIGHT = 64 << 20;
    private static final Duration PUSH_MUST_ARRIVE_WITHIN = Duration.ofSeconds(30);

    private final SettingValues values;

    /** @param lookup what the environment gives for a name; null: nothing */
    public Settings(Function<String, @Nullable String> lookup) {
        this.values = new SettingValues(lookup);
    }

    public static Settings fromEnvironment() {
        return new Settings(name -> System.getProperty(name, System.getenv(name)));
    }

    public DatabaseUrl database() {
        return values.database(Setting.DATABASE_URL);
    }

    /** Where {@code v_trips} is refreshed; the database itself unless told otherwise. */
    public DatabaseUrl refreshDatabase() {
        return refreshesElsewhere() ? values.database(Setting.REFRESH_DATABASE_URL) : database();
    }

    public ReadSettings reading() {
        return new ReadSettings(values);
    }

    /** Empty: no proxy is trusted. */
    public List<String> trustedProxies() {
        return TrustedProxies.of(values);
    }

    /** Whether {@code v_trips} has a login of its own. */
    public boolean refreshesElsewhere() {
        return !values.optional(Setting.REFRESH_DATABASE_URL).isEmpty();
    }

    /** Zero or negative: never. */
    public Duration refreshInterval() {
        return values.seconds(Setting.VTRIPS_REFRESH_INTERVAL_S);
    }

    /** Zero or negative: never. */
    public Duration rollupInterval() {
        return values.seconds(Setting.ROLLUP_INTERVAL_S);
    }

    public Credentials credentials() {
        return new VendorSettings(values).credentials();
    }

    public ClientSettings client() {
        return new VendorSettings(values).client(maxFactAge());
    }

    public List<String> accounts() {
        return new VendorSettings(values).accounts();
    }

    public PollSettings polling() {
        return new PollSettings(
                accounts(),
                values.duration(Setting.FLEETLINE_LIVE_EVERY),
                values.duration(Setting.FLEETLINE_FIRST_LOOK_BACK),
                values.duration(Setting.FLEETLINE_LATE_REPORTS),
                values.duration(Setting.FLEETLINE_LATE_FIXES),
                values.flag(Setting.FLEETLINE_POLL_OBD),
                fleetZone());
    }

    /**
     * One of the accounts, or all.
     *
     * @param only null: all
     */
    public List<String> accounts(@Nullable String only) {
        var accounts = accounts();
        if (only == null) {
            return accounts;
        }
        if (!accounts.contains(only)) {
            throw new BadSetting(Setting.TRACKSOLID_TARGETS, "does not name the account '%s'".formatted(only));
        }
        return List.of(only);
    }

    public Set<Role> roles() {
        var roles = EnumSet.noneOf(Role.class);
        for (var name : values.list(Setting.FLEETLINE_ROLES)) {
            roles.add(Arrays.stream(Role.values())
                    .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                    .findAny()
                    .orElseThrow(() -> new BadSetting(
                            Setting.FLEETLINE_ROLES,
                            "knows ingest, webhook, read, events and outbox, but not '%s'".formatted(name))));
        }
        if (roles.isEmpty()) {
            throw new BadSetting(Setting.FLEETLINE_ROLES, "names no role");
        }
        return roles;
    }

    public PushSettings pushes() {
        var token = values.optional(Setting.JIMI_WEBHOOK_TOKEN);
        if (token.isEmpty() && values.flag(Setting.WEBHOOK_REQUIRE_TOKEN)) {
            throw new BadSetting(
                    Setting.JIMI_WEBHOOK_TOKEN,
                    "is not set: without it anybody may push; if that is meant, set %s=0"
                            .formatted(Setting.WEBHOOK_REQUIRE_TOKEN));
        }
        return new PushSettings(
                token,
                values.positive(Setting.WEBHOOK_MAX_BODY_BYTES),
                values.positive(Setting.WEBHOOK_MAX_ITEMS),
                values.wholeNumber(Setting.WEBHOOK_ITEMS_PER_SECOND),
                PUSHED_BYTES_IN_FLIGHT,
                PUSH_MUST_ARRIVE_WITHIN,
                maxFactAge());
    }

    public EventSettings events() {
        return new EventSettings(
                values.positive(Setting.EVENTS_MAX_BODY_BYTES), values.wholeNumber(Setting.EVENTS_PER_SECOND));
    }

    public DispatchSettings dispatches() {
        var statuses = values.list(Setting.DISPATCH_STATUSES);
        if (statuses.isEmpty() || !DISPATCHABLE.containsAll(statuses)) {
            throw new BadSetting(
                    Setting.DISPATCH_STATUSES,
                    "must name some of moving, idle and parked, but is '%s'"
                            .formatted(values.optional(Setting.DISPATCH_STATUSES)));
        }
        return new DispatchSettings(statuses, values.positive(Setting.DISPATCH_FARTHEST_KM));
    }

    public OutboxSettings outbox() {
        var trusted = values.optional(Setting.OUTBOX_CA_FILE);
        if (!trusted.isEmpty() && !Files.isReadable(Path.of(trusted))) {
            throw new BadSetting(Setting.OUTBOX_CA_FILE, "names '%s', which cannot be read".formatted(trusted));
        }
        try {
            return new OutboxSettings(
                    values.list(Setting.OUTBOX_ALLOWED_NETWORKS).stream()
                            .map(AddressRange::parse)
                            .toList(),
                    trusted);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(Setting.OUTBOX_ALLOWED_NETWORKS, "is not usable: " + e.getMessage());
        }
    }

    public Duration maxFactAge() {
        return values.duration(Setting.FLEETLINE_MAX_FACT_AGE);
    }

    /** How long logs and dead letters are kept. */
    public Purge.Retention retention() {
        return new Purge.Retention(
                retentionDays(Setting.LOG_RETENTION_DAYS), retentionDays(Setting.DEAD_LETTER_RETENTION_DAYS));
    }

    private int retentionDays(Setting setting) {
        int days = values.wholeNumber(setting);
        if (days != 0 && days < Purge.Retention.FEWEST_DAYS) {
            throw new BadSetting(
                    setting, "must be at least %d days, or 0 to keep all".formatted(Purge.Retention.FEWEST_DAYS));
        }
        return days;
    }

    public ZoneId fleetZone() {
        try {
            return ZoneId.of(values.text(Setting.FLEET_TIME_ZONE));
        } catch (DateTimeException e) {
            throw new BadSetting(
                    Setting.FLEET_TIME_ZONE,
                    "must be a zone such as Africa/Nairobi, but is '%s'"
                            .formatted(values.text(Setting.FLEET_TIME_ZONE)));
        }
    }

    public ChangeLogSettings changes() {
        int tick = values.positive(Setting.FLEETLINE_CHANGES_TICK_MS);
        if (tick > ChangeLogSettings.LONGEST_TICK.toMillis()) {
            throw new BadSetting(Setting.FLEETLINE_CHANGES_TICK_MS, "must be at most 1000");
        }
        return new ChangeLogSettings(
                values.flag(Setting.FLEETLINE_CHANGES),
                Duration.ofMillis(tick),
                values.positive(Setting.FLEETLINE_CHANGES_BATCH));
    }

    public String httpHost() {
        return values.text(Setting.QUARKUS_HTTP_HOST);
    }

    public int httpPort() {
        return values.port(Setting.QUARKUS_HTTP_PORT);
    }

    /** Empty: plain HTTP. */
    public Optional<TlsFiles> tls() {
        var certificate = values.optional(Setting.TLS_CERTIFICATE_FILE);
        var key = values.optional(Setting.TLS_KEY_FILE);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new BadSetting(
                    certificate.isEmpty() ? Setting.TLS_CERTIFICATE_FILE : Setting.TLS_KEY_FILE,
                    "is not set: a certificate and its key are needed together");
        }
        return certificate.isEmpty() ? Optional.empty() : Optional.of(new TlsFiles(certificate, key));
    }

    public AuditLog auditLog() {
        var actor = values.optional(Setting.FLEETLINE_ACTOR);
        return new AuditLog(actor.isEmpty() ? System.getProperty("user.name", "unknown") : actor);
    }

    /** The log's file; empty: none. */
    public String logFile() {
        return values.optional(Setting.FLEETLINE_LOG_FILE);
    }

    /** Where traces go; empty: nowhere. */
    public String traces() {
        var endpoint = values.optional(Setting.OTEL_EXPORTER_OTLP_ENDPOINT);
        if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/?#@\\s]+/?")) {
            throw new BadSetting(
                    Setting.OTEL_EXPORTER_OTLP_ENDPOINT,
                    "must look like http://host:4318, but is '%s'".formatted(endpoint));
        }
        return endpoint;
    }

    public boolean logsJson() {
        return switch (values.text(Setting.FLEETLINE_LOG_FORMAT)) {
            case "text" -> false;
            case "json" -> true;
            default -> throw new BadSetting(Setting.FLEETLINE_LOG_FORMAT, "must be 'text' or 'json'");
        };
    }
}
