package io.fleetline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.service.ServiceStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "DATABASE_URL", "postgresql://tracksolid_owner:pw@127.0.0.1:5433/tracksolid_db",
            "TRACKSOLID_APP_KEY", "K",
            "TRACKSOLID_APP_SECRET", "top-secret",
            "TRACKSOLID_USER_ID", "fleet",
            "TRACKSOLID_USER_PWD_MD5", "ec5858520d3ef00dc774068ef9aa8f2d",
            "TRACKSOLID_TARGETS", "a, b,,a",
            "JIMI_WEBHOOK_TOKEN", "hub-secret");

    private static Settings with(String name, String value) {
        var environment = new HashMap<>(COMPLETE);
        environment.put(name, value);
        return new Settings(environment::get);
    }

    @Test
    void theDefaultsAreWhatTheContractPromises() {
        var settings = new Settings(COMPLETE::get);
        var polling = settings.polling();
        assertThat(polling.accounts()).containsExactly("a", "b");
        assertThat(polling.liveEvery()).isEqualTo(Duration.ofSeconds(60));
        assertThat(polling.firstLookBack()).isEqualTo(Duration.ofDays(1));
        assertThat(polling.pollObd()).isFalse();
        assertThat(polling.fleetZone()).isEqualTo(ZoneId.of("Africa/Nairobi"));
        assertThat(settings.roles()).containsExactly(Role.INGEST, Role.WEBHOOK, Role.READ, Role.EVENTS);
        assertThat(settings.httpPort()).isEqualTo(8890);
        assertThat(settings.httpHost()).isEqualTo("0.0.0.0");
        assertThat(settings.client().maxAge()).isEqualTo(Duration.ofDays(550));
        assertThat(settings.credentials().apiUrl()).hasToString("https://eu-open.tracksolidpro.com/route/rest");
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, ''",
        "DATABASE_URL, mysql://x/y",
        "TRACKSOLID_APP_KEY, ''",
        "TRACKSOLID_APP_SECRET, ' '",
        "TRACKSOLID_USER_ID, ''",
        "TRACKSOLID_USER_PWD_MD5, NOT-AN-MD5",
        "TRACKSOLID_TARGETS, ','",
        "TRACKSOLID_API_URL, nonsense",
        "TRACKSOLID_API_URL, ftp://host/route/rest",
        "TRACKSOLID_REQUESTS_PER_SECOND, many",
        "TRACKSOLID_MILEAGE_UNIT, miles",
        "JIMI_WEBHOOK_TOKEN, ''",
        "WEBHOOK_MAX_BODY_BYTES, 8M",
        "WEBHOOK_MAX_ITEMS, 0",
        "WEBHOOK_ITEMS_PER_SECOND, -1",
        "REFRESH_DATABASE_URL, mysql://x/y",
        "VTRIPS_REFRESH_INTERVAL_S, often",
        "READ_DATABASE_URL, mysql://x/y",
        "READ_STATEMENT_TIMEOUT_S, 0",
        "READ_DOWNLOAD_LONGEST_S, 0",
        "READ_DOWNLOAD_BYTES_PER_S, 0",
        "READ_REQUIRE_TOKEN, maybe",
        "READ_REQUESTS_PER_SECOND, many",
        "OIDC_ISSUER, id.example.com",
        "OIDC_ISSUER, http://id.example.com",
        "DASHBOARD_CORS_ORIGINS, *",
        "DASHBOARD_CORS_ORIGINS, https://fleet.example.com/",
        "DASHBOARD_CORS_ORIGINS, 'https://fleet.example.com,/.*/'",
        "TRUSTED_PROXIES, proxy.example.com",
        "TRUSTED_PROXIES, '10.1.2.3,*'",
        "TRUSTED_PROXIES, 10.1.0.0/33",
        "TRUSTED_PROXIES, 256.1.2.3",
        "TRUSTED_PROXIES, 10.1.2.3:80",
        "ROLLUP_INTERVAL_S, 1.5",
        "FLEET_TIME_ZONE, Mars/Olympus",
        "FLEETLINE_ROLES, cook",
        "FLEETLINE_LIVE_EVERY, 60",
        "FLEETLINE_LIVE_EVERY, PT0S",
        "FLEETLINE_FIRST_LOOK_BACK, -P1D",
        "FLEETLINE_POLL_OBD, maybe",
        "FLEETLINE_MAX_FACT_AGE, old",
        "LOG_RETENTION_DAYS, 6",
        "DEAD_LETTER_RETENTION_DAYS, -1",
        "QUARKUS_HTTP_PORT, 70000"
    })
    void nonsenseEndsTheStartWithOneLineThatNamesTheSetting(String name, String value) {
        assertThatThrownBy(() -> ServiceStart.check(with(name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(name)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("top-secret");
    }

    @Test
    void proxiesAreAddressesAndNetworks() {
        assertThat(new Settings(COMPLETE::get).trustedProxies()).isEmpty();
        assertThat(with("TRUSTED_PROXIES", "10.1.2.3, 10.2.0.0/16,::1, fd00::/8")
                        .trustedProxies())
                .containsExactly("10.1.2.3", "10.2.0.0/16", "::1", "fd00::/8");
    }

    @Test
    void jwtsMadeForOthersDoNotCount() {
        assertThatThrownBy(() -> ServiceStart.check(with("OIDC_ISSUER", "https://id.example.com/")))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("OIDC_AUDIENCE is not set");
    }

    @Test
    void readersReadWhereFactsAreUnlessTold() {
        var reading = new Settings(COMPLETE::get).reading();
        assertThat(reading.database().user()).isEqualTo("tracksolid_owner");
        assertThat(reading.connectionStart()).endsWith("SET statement_timeout = '30s'; SET ROLE dashboard_ro");
        assertThat(reading.tokenRequired()).isTrue();
        assertThat(reading.origins()).isEmpty();
        assertThat(reading.openId()).isEmpty();
        var replica = with("READ_DATABASE_URL", "postgresql://dashboard_ro:pw@replica/tracksolid_db")
                .reading();
        assertThat(replica.database().jdbcUrl()).contains("replica");
        assertThat(replica.connectionStart()).doesNotContain("ROLE");
    }

    @Test
    void aProcessThatDoesNotPollNeedsNoLogin() {
        Function<String, String> environment = name -> switch (name) {
            case "DATABASE_URL" -> COMPLETE.get(name);
            case "FLEETLINE_ROLES" -> "read";
            case "QUARKUS_HTTP_PORT" -> "0";
            default -> null;
        };
        ServiceStart.check(new Settings(environment::apply));
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void theReadmeTellsOfEverySettingWithItsDefault(Setting setting) throws Exception {
        var value = setting.defaultValue() == null
                ? "*required*"
                : setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
        var readme = Files.readString(Path.of("README.md"));
        var heading = "**%s**\n\n".formatted(setting.group().title());
        assertThat(readme).contains(heading);
        var table = readme.substring(readme.indexOf(heading) + heading.length()).split("\n\n", 2)[0];
        assertThat(table).contains("| `%s` | %s | %s |".formatted(setting, value, setting.meaning()));
    }
}
