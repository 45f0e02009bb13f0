package io.fleetline.settings;

import org.jspecify.annotations.Nullable;

/** Every setting, by the name of its environment variable. A test compares the README's tables with this list. */
public enum Setting {
    DATABASE_URL(Group.DATABASE, null, "the database, as `postgresql://user:password@host:port/tracksolid_db`"),
    FLEETLINE_MAX_FACT_AGE(
            Group.DATABASE, "P550D", "older facts become dead letters, because the device's clock must be wrong"),
    LOG_RETENTION_DAYS(
            Group.DATABASE,
            "90",
            "days after which the nightly purge deletes rows of the ingestion log; at least 7, or 0: never"),
    DEAD_LETTER_RETENTION_DAYS(
            Group.DATABASE, "180", "days after which the nightly purge deletes dead letters; at least 7, or 0: never"),
    TRACKSOLID_API_URL(
            Group.VENDOR,
            "https://eu-open.tracksolidpro.com/route/rest",
            "the vendor's node of the login (EU, HK, US …)"),
    TRACKSOLID_APP_KEY(Group.VENDOR, null, "the key that Jimi issued"),
    TRACKSOLID_APP_SECRET(Group.VENDOR, null, "the secret that belongs to the key"),
    TRACKSOLID_USER_ID(Group.VENDOR, null, "the Tracksolid login"),
    TRACKSOLID_USER_PWD_MD5(Group.VENDOR, null, "the MD5 of the login's password, 32 lower-case hex digits"),
    TRACKSOLID_TARGETS(Group.VENDOR, null, "the accounts to poll, separated by commas"),
    TRACKSOLID_REQUESTS_PER_SECOND(Group.VENDOR, "10", "maximum calls per second and account; 0: no limit"),
    TRACKSOLID_MILEAGE_UNIT(
            Group.VENDOR, "m", "unit of the vendor's trip distances: `m`, or `km` on a node that deviates"),
    FLEETLINE_LIVE_EVERY(Group.POLLING, "PT60S", "time between two sweeps of live positions (ISO-8601 duration)"),
    FLEETLINE_FIRST_LOOK_BACK(Group.POLLING, "P1D", "how much of the past to fetch for a new account or device"),
    FLEETLINE_LATE_REPORTS(
            Group.POLLING,
            "P4D",
            "the longest trip or stop, and how late the vendor may report, change or withdraw one, that the daily poll still finds"),
    FLEETLINE_LATE_FIXES(Group.POLLING, "P1D", "how late a fix may reach the vendor that the daily poll still finds"),
    FLEETLINE_POLL_OBD(Group.POLLING, "false", "whether to poll OBD readings (`true` or `false`)"),
    JIMI_WEBHOOK_TOKEN(Group.PUSHES, "", "the secret that senders of pushes must give; empty: none is required"),
    WEBHOOK_REQUIRE_TOKEN(
            Group.PUSHES, "1", "`1`: do not start with the webhook role but without a token; `0`: anyone may push"),
    WEBHOOK_MAX_BODY_BYTES(Group.PUSHES, "8388608", "maximum length of a push body, also after decompression"),
    WEBHOOK_MAX_ITEMS(Group.PUSHES, "5000", "maximum items in one push"),
    WEBHOOK_ITEMS_PER_SECOND(Group.PUSHES, "0", "maximum pushed items per second; 0: no limit"),
    READ_DATABASE_URL(
            Group.READING,
            "",
            "the database that answers readers: a login of `dashboard_ro`, for example on a replica; empty: DATABASE_URL, as `dashboard_ro`"),
    READ_STATEMENT_TIMEOUT_S(Group.READING, "30", "seconds after which a reader's query is cancelled"),
    READ_DOWNLOAD_LONGEST_S(Group.READING, "300", "maximum seconds for sending a track or a list of trips"),
    READ_DOWNLOAD_BYTES_PER_S(
            Group.READING,
            "32768",
            "bytes per second, before compression, that a reader of such an answer must receive on average; a slower download is ended"),
    READ_REQUIRE_TOKEN(Group.READING, "1", "`1`: readers need a bearer token; `0`: anyone may read everything"),
    READ_REQUESTS_PER_SECOND(
            Group.READING,
            "100",
            "maximum requests per second of one token, or of one address without a token; 0: no limit"),
    READ_LIVE_CONNECTIONS(
            Group.READING,
            "100",
            "maximum live connections (`/live`, `/live/stream`) at the same time of one token, and of one address; 0: no limit"),
    OIDC_ISSUER(
            Group.READING, "", "the OpenID provider whose JWTs are accepted too, as in its `iss` claim; empty: none"),
    OIDC_AUDIENCE(Group.READING, "", "what the `aud` claim of a JWT must name; required with OIDC_ISSUER"),
    OIDC_JWKS_URL(Group.READING, "", "the address of the provider's keys; empty: from its discovery document"),
    OIDC_COST_CENTRES_CLAIM(
            Group.READING,
            "",
            "the claim with the cost centres that a JWT may see; a JWT without the claim sees none; empty: every JWT sees all"),
    DASHBOARD_CORS_ORIGINS(
            Group.READING,
            "",
            "the origins of pages that may call from a browser, as `https://host[:port]`, separated by commas; empty: none"),
    CONSOLE_TILE_URL(
            Group.READING,
            "",
            "the address of map tiles for the console, with `{z}`, `{x}` and `{y}`; empty: its built-in outline of land and borders"),
    CONSOLE_TILE_ATTRIBUTION(
            Group.READING, "", "what the provider of the tiles wants to be named as, shown on the console's map"),
    REFRESH_DATABASE_URL(
            Group.READING,
            "",
            "the database login that refreshes `v_trips`, if DATABASE_URL may only read; empty: DATABASE_URL"),
    VTRIPS_REFRESH_INTERVAL_S(
            Group.READING,
            "300",
            "seconds between two comparisons of the trips with the facts, each with a refresh of `reporting.v_trips`; 0 or less: never"),
    ROLLUP_INTERVAL_S(
            Group.READING,
            "10",
            "seconds between two roll-ups of the daily figures behind `/analytics`, which also follow each change while the change log is on; 0 or less: never"),
    EVENTS_MAX_BODY_BYTES(Group.EVENTS, "65536", "maximum length of the body of an event"),
    EVENTS_PER_SECOND(Group.EVENTS, "0", "maximum events per second of all senders together; 0: no limit"),
    DISPATCH_STATUSES(
            Group.EVENTS,
            "moving,idle,parked",
            "the statuses of vehicles that may be sent for an event: some of `moving`, `idle`, `parked`"),
    DISPATCH_FARTHEST_KM(
            Group.EVENTS, "50", "kilometres from where a vehicle is wanted; one that is farther away is not sent"),
    OUTBOX_ALLOWED_NETWORKS(
            Group.OUTBOX,
            "",
            "the networks that are not public and may be sent to nevertheless, such as `10.1.0.0/16`, separated by commas; there also without TLS; empty: none"),
    OUTBOX_CA_FILE(
            Group.OUTBOX,
            "",
            "certificates in PEM that the receivers' certificates must come from; empty: those that Java trusts"),
    FLEETLINE_CHANGES(
            Group.CHANGES,
            "true",
            "whether changes are logged (`true` or `false`); the same for all processes of a database; `false`: derived data follows by the clock only"),
    FLEETLINE_CHANGES_TICK_MS(Group.CHANGES, "10", "milliseconds between two ticks while there are changes; 1 to 1000"),
    FLEETLINE_CHANGES_BATCH(
            Group.CHANGES,
            "1000",
            "rows of the log that a consumer applies in one transaction; each has up to 1000 facts"),
    FLEETLINE_ROLES(
            Group.SERVICE,
            "ingest,webhook,read,events",
            "what this process does: any of `ingest`, `webhook`, `read`, `events`, `outbox`"),
    FLEET_TIME_ZONE(Group.SERVICE, "Africa/Nairobi", "the time zone of the business day, as the name of a region"),
    QUARKUS_HTTP_HOST(Group.SERVICE, "0.0.0.0", "the address to listen on"),
    QUARKUS_HTTP_PORT(Group.SERVICE, "8890", "the port to listen on"),
    TLS_CERTIFICATE_FILE(
            Group.SERVICE, "", "the certificate in PEM, followed by its issuers; with it the port accepts TLS only"),
    TLS_KEY_FILE(Group.SERVICE, "", "the certificate's private key in PEM (PKCS #8, no password); required with it"),
    TRUSTED_PROXIES(
            Group.SERVICE,
            "",
            "the proxies whose `X-Forwarded-…` headers are trusted, as addresses or networks such as `10.1.0.0/16`, separated by commas; empty: none"),
    FLEETLINE_LOG_FILE(Group.SERVICE, "", "a file for the log; empty: the terminal"),
    FLEETLINE_LOG_FORMAT(Group.SERVICE, "text", "`text`, or `json` for one object per line"),
    OTEL_EXPORTER_OTLP_ENDPOINT(
            Group.SERVICE,
            "",
            "the address for traces, as OTLP over HTTP, such as `http://127.0.0.1:4318`; empty: no traces"),
    FLEETLINE_ACTOR(
            Group.SERVICE,
            "",
            "the name in the audit log of the person who runs a command; empty: the user of the operating system");

    /** The part of the service that a setting belongs to. */
    enum Group {
        DATABASE("The database, and what it keeps"),
        VENDOR("The vendor's cloud"),
        POLLING("Polling: the role `ingest`"),
        PUSHES("Pushes: the role `webhook`"),
        READING("Reading: the role `read`"),
        EVENTS("City events: the role `events`"),
        OUTBOX("Deliveries: the role `outbox`"),
        CHANGES("The change log"),
        SERVICE("The service itself");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        /** In Markdown. */
        String title() {
            return title;
        }
    }

    private final Group group;
    private final @Nullable String defaultValue;
    private final String meaning;

    Setting(Group group, @Nullable String defaultValue, String meaning) {
        this.group = group;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    Group group() {
        return group;
    }

    /** The value when nothing is set; null: there is none, and what reads the setting requires it. */
    @Nullable String defaultValue() {
        return defaultValue;
    }

    /** What it is, in a few words, in Markdown. */
    String meaning() {
        return meaning;
    }
}
