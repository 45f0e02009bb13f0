package io.fleetline.settings;

import org.jspecify.annotations.Nullable;

/** Every setting there is, by the name of its environment variable. The README's table is checked against this list. */
public enum Setting {
    DATABASE_URL(null, "the database, as `postgresql://user:password@host:port/tracksolid_db`"),
    TRACKSOLID_API_URL(
            "https://eu-open.tracksolidpro.com/route/rest",
            "the vendor's node on which the login lives (EU, HK, US …)"),
    TRACKSOLID_APP_KEY(null, "the key that Jimi issued"),
    TRACKSOLID_APP_SECRET(null, "the secret that belongs to the key"),
    TRACKSOLID_USER_ID(null, "the Tracksolid login"),
    TRACKSOLID_USER_PWD_MD5(null, "the MD5 of the login's password, 32 lower-case hex digits"),
    TRACKSOLID_TARGETS(null, "the accounts to poll, separated by commas"),
    TRACKSOLID_REQUESTS_PER_SECOND("10", "calls per second and account at most; 0: no limit of ours"),
    TRACKSOLID_MILEAGE_UNIT("m", "unit of the vendor's trip distances: `m`, or `km` on a node that deviates"),
    JIMI_WEBHOOK_TOKEN("", "the secret that senders of pushes share with us; empty: none is asked for"),
    WEBHOOK_REQUIRE_TOKEN("1", "`1`: refuse to start with the webhook role but without a token; `0`: anybody may push"),
    WEBHOOK_MAX_BODY_BYTES("8388608", "longest body of a push, also once it is decompressed"),
    WEBHOOK_MAX_ITEMS("5000", "most items in one push"),
    WEBHOOK_ITEMS_PER_SECOND("0", "most pushed items a second; 0: no limit"),
    REFRESH_DATABASE_URL("", "the database for refreshing `v_trips`, when DATABASE_URL may only read; empty: the same"),
    VTRIPS_REFRESH_INTERVAL_S("300", "seconds between two refreshes of `reporting.v_trips`; 0 or less: never"),
    READ_DATABASE_URL(
            "",
            "where readers' questions go: a login of `dashboard_ro`, perhaps on a replica; empty: DATABASE_URL, as `dashboard_ro`"),
    READ_STATEMENT_TIMEOUT_S("30", "seconds after which a reader's question is given up"),
    READ_DOWNLOAD_LONGEST_S("300", "seconds after which a track or a list of trips that is still being sent is ended"),
    READ_DOWNLOAD_BYTES_PER_S(
            "32768",
            "bytes a second, before compression, that a reader of such an answer must take on an average, or it is ended"),
    READ_REQUIRE_TOKEN("1", "`1`: readers need a bearer token; `0`: anybody reads everything"),
    READ_REQUESTS_PER_SECOND("100", "most requests a second of one token, or of one address without; 0: no limit"),
    OIDC_ISSUER("", "the OpenID provider whose JWTs are taken too, as its `iss` claim spells it; empty: none"),
    OIDC_AUDIENCE("", "what the `aud` claim of a JWT must name; required with OIDC_ISSUER"),
    OIDC_JWKS_URL("", "where the provider publishes its keys; empty: as its discovery document says"),
    OIDC_COST_CENTRES_CLAIM(
            "", "the claim that lists the cost centres a JWT may see; without it none; empty: every JWT sees all"),
    DASHBOARD_CORS_ORIGINS(
            "", "the pages that may ask from a browser, as `https://host[:port]`, separated by commas; empty: none"),
    ROLLUP_INTERVAL_S("10", "seconds between two roll-ups of the days behind `/analytics`; 0 or less: never"),
    FLEET_TIME_ZONE("Africa/Nairobi", "the time zone of the business day, by the name of a region"),
    FLEETLINE_ROLES("ingest,webhook,read", "what this process does: any of `ingest`, `webhook`, `read`"),
    FLEETLINE_LIVE_EVERY("PT60S", "time between two sweeps of live positions (ISO-8601 duration)"),
    FLEETLINE_FIRST_LOOK_BACK("P1D", "how much of the past to fetch for an account or device never asked about"),
    FLEETLINE_LATE_REPORTS(
            "P4D",
            "the longest trip or stop, and how late one may be told, changed or withdrawn, for the daily question to find it"),
    FLEETLINE_LATE_FIXES("P1D", "how late a fix may reach the vendor for the daily question to find it"),
    FLEETLINE_POLL_OBD("false", "whether to poll OBD readings (`true` or `false`)"),
    FLEETLINE_MAX_FACT_AGE("P550D", "facts older than this are dead letters: a device clock gone wrong"),
    LOG_RETENTION_DAYS(
            "90", "days after which a nightly purge deletes rows of the ingestion log; 7 at least, or 0: never"),
    DEAD_LETTER_RETENTION_DAYS(
            "180", "days after which the nightly purge deletes dead letters; 7 at least, or 0: never"),
    FLEETLINE_ACTOR(
            "", "who gives an administrator's command, for the audit log; empty: the user of the operating system"),
    FLEETLINE_LOG_FILE("", "a file for the log; empty: the terminal"),
    FLEETLINE_LOG_FORMAT("text", "`text`, or `json`: one object a line"),
    OTEL_EXPORTER_OTLP_ENDPOINT(
            "", "where traces go, as OTLP over HTTP, such as `http://127.0.0.1:4318`; empty: there are none"),
    TRUSTED_PROXIES(
            "",
            "the proxies whose `X-Forwarded-…` headers are believed, as addresses or networks such as `10.1.0.0/16`, separated by commas; empty: none"),
    QUARKUS_HTTP_HOST("0.0.0.0", "the address to listen on"),
    QUARKUS_HTTP_PORT("8890", "the port to listen on"),
    TLS_CERTIFICATE_FILE(
            "", "the certificate in PEM, followed by those that vouch for it; with it the port speaks TLS only"),
    TLS_KEY_FILE("", "the certificate's private key in PEM (PKCS #8, no password); required with it");

    private final @Nullable String defaultValue;
    private final String meaning;

    Setting(@Nullable String defaultValue, String meaning) {
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** The value when nothing is set; null: there is none, the setting is required by whoever reads it. */
    @Nullable String defaultValue() {
        return defaultValue;
    }

    /** What it is, in a few words, in Markdown. */
    String meaning() {
        return meaning;
    }
}
