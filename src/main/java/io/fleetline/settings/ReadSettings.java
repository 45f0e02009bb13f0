package io.fleetline.settings;

import io.fleetline.database.DatabaseUrl;
import io.fleetline.read.ReadDatabase;
import io.fleetline.read.access.AccessSettings;
import io.fleetline.read.access.OpenIdSettings;
import io.fleetline.read.console.ConsoleSettings;
import io.fleetline.read.history.DownloadSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of the read role: which database it reads, who may ask, and from which pages. */
public final class ReadSettings {
    private final SettingValues values;

    ReadSettings(SettingValues values) {
        this.values = values;
    }

    /** @throws BadSetting for the first one that makes no sense */
    public void check() {
        database();
        statementTimeout();
        downloads();
        tokenRequired();
        requestsPerSecond();
        liveConnections();
        origins();
        openId();
        tileUrl();
    }

    /**
     * Asks the OpenID provider for the address of its keys, where that is not set.
     *
     * @param roles of this process; without one that needs callers to be known, nothing is required of them
     */
    public AccessSettings access(Set<Role> roles) {
        boolean readersServed = roles.contains(Role.READ);
        return readersServed || roles.contains(Role.EVENTS) || roles.contains(Role.OUTBOX)
                ? new AccessSettings(
                        readersServed,
                        tokenRequired(),
                        requestsPerSecond(),
                        liveConnections(),
                        origins(),
                        openId().map(OpenIdDiscovery::completed))
                : new AccessSettings(false, false, 0, 0, List.of(), Optional.empty());
    }

    public DatabaseUrl database() {
        boolean elsewhere = !values.optional(Setting.READ_DATABASE_URL).isEmpty();
        return values.database(elsewhere ? Setting.READ_DATABASE_URL : Setting.DATABASE_URL);
    }

    Duration statementTimeout() {
        return Duration.ofSeconds(values.positive(Setting.READ_STATEMENT_TIMEOUT_S));
    }

    public DownloadSettings downloads() {
        return new DownloadSettings(
                Duration.ofSeconds(values.positive(Setting.READ_DOWNLOAD_LONGEST_S)),
                values.positive(Setting.READ_DOWNLOAD_BYTES_PER_S));
    }

    /** @param zone the fleet's */
    public ConsoleSettings console(ZoneId zone) {
        return new ConsoleSettings(tileUrl(), values.optional(Setting.CONSOLE_TILE_ATTRIBUTION), zone);
    }

    /** Empty: none. */
    private String tileUrl() {
        var url = values.optional(Setting.CONSOLE_TILE_URL);
        if (!url.isEmpty() && !url.matches("https?://[A-Za-z0-9.:-]+/[!-~&&[^;,'\"<>]]*\\{z}[!-~&&[^;,'\"<>]]*")) {
            throw new BadSetting(
                    Setting.CONSOLE_TILE_URL,
                    "must be an address such as https://tiles.example.com/{z}/{x}/{y}.png, but is '%s'".formatted(url));
        }
        return url;
    }

    /** The statements that start every connection of the reading pool. */
    public String connectionStart() {
        return ReadDatabase.connectionStart(database().user(), statementTimeout());
    }

    public boolean tokenRequired() {
        return values.flag(Setting.READ_REQUIRE_TOKEN);
    }

    /** Of one caller; 0: no limit. */
    int requestsPerSecond() {
        return values.wholeNumber(Setting.READ_REQUESTS_PER_SECOND);
    }

    /** At the same time of one caller, and of one address; 0: no limit. */
    int liveConnections() {
        return values.wholeNumber(Setting.READ_LIVE_CONNECTIONS);
    }

    /** The origins of pages that may ask from a browser, spelled as browsers do; no pattern, and no "all". */
    List<String> origins() {
        var origins = values.list(Setting.DASHBOARD_CORS_ORIGINS);
        for (var origin : origins) {
            if (!origin.matches("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?")) {
                throw new BadSetting(
                        Setting.DASHBOARD_CORS_ORIGINS,
                        "must name origins such as https://fleet.example.com, but has '%s'".formatted(origin));
            }
        }
        return origins;
    }

    /** Empty: there is no OpenID provider. */
    public Optional<OpenIdSettings> openId() {
        var issuer = values.optional(Setting.OIDC_ISSUER);
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        checkAddress(Setting.OIDC_ISSUER, issuer);
        var audience = values.optional(Setting.OIDC_AUDIENCE);
        if (audience.isEmpty()) {
            throw new BadSetting(
                    Setting.OIDC_AUDIENCE, "is not set: without it JWTs that the provider made for others would do");
        }
        var keys = values.optional(Setting.OIDC_JWKS_URL);
        if (!keys.isEmpty()) {
            checkAddress(Setting.OIDC_JWKS_URL, keys);
        }
        return Optional.of(
                new OpenIdSettings(issuer, audience, keys, values.optional(Setting.OIDC_COST_CENTRES_CLAIM)));
    }

    private static void checkAddress(Setting setting, String text) {
        if (!OpenIdDiscovery.isSafe(text)) {
            throw new BadSetting(setting, "must be an https address, but is '%s'".formatted(text));
        }
    }
}
