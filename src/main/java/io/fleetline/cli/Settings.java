package io.fleetline.cli;

import io.fleetline.ingest.poll.PollSettings;
import io.fleetline.ingest.push.PushSettings;
import io.fleetline.store.AuditLog;
import io.fleetline.store.DatabaseUrl;
import io.fleetline.store.Purge;
import io.fleetline.tracksolid.ClientSettings;
import io.fleetline.tracksolid.Credentials;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings, read from the environment (or Java system properties of the same names, which win). Each accessor refuses
 * nonsense with a {@link BadSetting} that names the setting.
 */
final class Settings {
    private static final int PUSHED_BYTES_IN_FLIGHT = 64 << 20;
    private static final Duration PUSH_MUST_ARRIVE_WITHIN = Duration.ofSeconds(30);

    private final Function<String, @Nullable String> lookup;

    Settings(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    static Settings fromEnvironment() {
        return new Settings(name -> System.getProperty(name, System.getenv(name)));
    }

    DatabaseUrl database() {
        return database(Setting.DATABASE_URL);
    }

    /** The database that a setting names. */
    DatabaseUrl database(Setting setting) {
        try {
            return DatabaseUrl.parse(text(setting));
        } catch (IllegalArgumentException e) {
            throw new BadSetting(setting, "is not usable: " + e.getMessage());
        }
    }

    /** Where {@code v_trips} is refreshed; the database itself unless told otherwise. */
    DatabaseUrl refreshDatabase() {
        return refreshesElsewhere() ? database(Setting.REFRESH_DATABASE_URL) : database();
    }

    ReadSettings reading() {
        return new ReadSettings(this);
    }

    /** Whether {@code v_trips} has a login of its own. */
    boolean refreshesElsewhere() {
        return !optional(Setting.REFRESH_DATABASE_URL).isEmpty();
    }

    /** Zero or negative: never. */
    Duration refreshInterval() {
        return seconds(Setting.VTRIPS_REFRESH_INTERVAL_S);
    }

    /** Zero or negative: never. */
    Duration rollupInterval() {
        return seconds(Setting.ROLLUP_INTERVAL_S);
    }

    private Duration seconds(Setting setting) {
        var text = text(setting);
        if (!text.matches("-?[0-9]{1,6}")) {
            throw new BadSetting(setting, "must be whole seconds, but is '%s'".formatted(text));
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    Credentials credentials() {
        var md5 = text(Setting.TRACKSOLID_USER_PWD_MD5);
        if (!md5.matches("[0-9a-f]{32}")) {
            throw new BadSetting(
                    Setting.TRACKSOLID_USER_PWD_MD5, "must be the MD5 of the password: 32 lower-case hex digits");
        }
        return new Credentials(
                apiUrl(),
                text(Setting.TRACKSOLID_APP_KEY),
                text(Setting.TRACKSOLID_APP_SECRET),
                text(Setting.TRACKSOLID_USER_ID),
                md5);
    }

    private URI apiUrl() {
        var text = text(Setting.TRACKSOLID_API_URL);
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like every other text that is no address
        }
        throw new BadSetting(
                Setting.TRACKSOLID_API_URL, "must look like https://host/route/rest, but is '%s'".formatted(text));
    }

    ClientSettings client() {
        var usual = ClientSettings.defaults();
        return new ClientSettings(
                usual.connectTimeout(),
                usual.readTimeout(),
                usual.trackListTimeout(),
                wholeNumber(Setting.TRACKSOLID_REQUESTS_PER_SECOND),
                usual.maxConcurrentPerAccount(),
                mileageUnit(),
                usual.mileageZone(),
                maxFactAge(),
                usual.maxReplyBytes());
    }

    private ClientSettings.MileageUnit mileageUnit() {
        return switch (text(Setting.TRACKSOLID_MILEAGE_UNIT)) {
            case "m" -> ClientSettings.MileageUnit.METRES;
            case "km" -> ClientSettings.MileageUnit.KILOMETRES;
            default -> throw new BadSetting(Setting.TRACKSOLID_MILEAGE_UNIT, "must be 'm' or 'km'");
        };
    }

    PollSettings polling() {
        return new PollSettings(
                accounts(),
                duration(Setting.FLEETLINE_LIVE_EVERY),
                duration(Setting.FLEETLINE_FIRST_LOOK_BACK),
                flag(Setting.FLEETLINE_POLL_OBD),
                fleetZone());
    }

    List<String> accounts() {
        var accounts = list(Setting.TRACKSOLID_TARGETS);
        if (accounts.isEmpty()) {
            throw new BadSetting(Setting.TRACKSOLID_TARGETS, "names no account");
        }
        return accounts;
    }

    /**
     * One of the accounts, or all.
     *
     * @param only null: all
     */
    List<String> accounts(@Nullable String only) {
        var accounts = accounts();
        if (only == null) {
            return accounts;
        }
        if (!accounts.contains(only)) {
            throw new BadSetting(Setting.TRACKSOLID_TARGETS, "does not name the account '%s'".formatted(only));
        }
        return List.of(only);
    }

    Set<Role> roles() {
        var roles = EnumSet.noneOf(Role.class);
        for (var name : list(Setting.FLEETLINE_ROLES)) {
            roles.add(Arrays.stream(Role.values())
                    .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                    .findAny()
                    .orElseThrow(() -> new BadSetting(
                            Setting.FLEETLINE_ROLES, "knows ingest, webhook and read, but not '%s'".formatted(name))));
        }
        if (roles.isEmpty()) {
            throw new BadSetting(Setting.FLEETLINE_ROLES, "names no role");
        }
        return roles;
    }

    PushSettings pushes() {
        var token = optional(Setting.JIMI_WEBHOOK_TOKEN);
        if (token.isEmpty() && flag(Setting.WEBHOOK_REQUIRE_TOKEN)) {
            throw new BadSetting(
                    Setting.JIMI_WEBHOOK_TOKEN,
                    "is not set: without it anybody may push; if that is meant, set %s=0"
                            .formatted(Setting.WEBHOOK_REQUIRE_TOKEN));
        }
        return new PushSettings(
                token,
                positive(Setting.WEBHOOK_MAX_BODY_BYTES),
                positive(Setting.WEBHOOK_MAX_ITEMS),
                wholeNumber(Setting.WEBHOOK_ITEMS_PER_SECOND),
                PUSHED_BYTES_IN_FLIGHT,
                PUSH_MUST_ARRIVE_WITHIN,
                maxFactAge());
    }

    Duration maxFactAge() {
        return duration(Setting.FLEETLINE_MAX_FACT_AGE);
    }

    /** How long logs and dead letters are kept. */
    Purge.Retention retention() {
        return new Purge.Retention(
                retentionDays(Setting.LOG_RETENTION_DAYS), retentionDays(Setting.DEAD_LETTER_RETENTION_DAYS));
    }

    private int retentionDays(Setting setting) {
        int days = wholeNumber(setting);
        if (days != 0 && days < Purge.Retention.FEWEST_DAYS) {
            throw new BadSetting(
                    setting, "must be at least %d days, or 0 to keep all".formatted(Purge.Retention.FEWEST_DAYS));
        }
        return days;
    }

    ZoneId fleetZone() {
        try {
            return ZoneId.of(text(Setting.FLEET_TIME_ZONE));
        } catch (DateTimeException e) {
            throw new BadSetting(Setting.FLEET_TIME_ZONE, "must be a zone such as Africa/Nairobi: " + e.getMessage());
        }
    }

    String httpHost() {
        return text(Setting.QUARKUS_HTTP_HOST);
    }

    int httpPort() {
        int port = wholeNumber(Setting.QUARKUS_HTTP_PORT);
        if (port > 65_535) {
            throw new BadSetting(Setting.QUARKUS_HTTP_PORT, "must be a port, 0 to 65535");
        }
        return port;
    }

    AuditLog auditLog() {
        var actor = optional(Setting.FLEETLINE_ACTOR);
        return new AuditLog(actor.isEmpty() ? System.getProperty("user.name", "unknown") : actor);
    }

    /** The log's file; empty: none. */
    String logFile() {
        return optional(Setting.FLEETLINE_LOG_FILE);
    }

    List<String> list(Setting setting) {
        return Arrays.stream(optional(setting).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    private int wholeNumber(Setting setting) {
        var text = text(setting);
        if (!text.matches("[0-9]{1,9}")) {
            throw new BadSetting(setting, "must be a whole number, but is '%s'".formatted(text));
        }
        return Integer.parseInt(text);
    }

    int positive(Setting setting) {
        int number = wholeNumber(setting);
        if (number == 0) {
            throw new BadSetting(setting, "must be at least 1");
        }
        return number;
    }

    boolean flag(Setting setting) {
        return switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new BadSetting(setting, "must be true or false");
        };
    }

    private Duration duration(Setting setting) {
        try {
            var duration = Duration.parse(text(setting));
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // answered below, like a duration of nothing
        }
        throw new BadSetting(setting, "must be a duration such as PT60S or P1D, but is '%s'".formatted(text(setting)));
    }

    private String text(Setting setting) {
        var value = optional(setting);
        if (value.isEmpty()) {
            throw new BadSetting(setting, "is not set: " + setting.meaning());
        }
        return value;
    }

    String optional(Setting setting) {
        var value = lookup.apply(setting.name());
        if (value == null || value.isBlank()) {
            return setting.defaultValue() == null ? "" : setting.defaultValue();
        }
        return value.strip();
    }
}
