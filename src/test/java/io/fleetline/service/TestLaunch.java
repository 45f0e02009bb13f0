package io.fleetline.service;

import io.fleetline.settings.Settings;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** What {@code serve} would have handed over. A test profile changes a setting under its own name. */
@Singleton
public final class TestLaunch {
    private static final Map<String, String> DEFAULTS =
            Map.of("READ_REQUIRE_TOKEN", "0", "READ_REQUESTS_PER_SECOND", "0", "JIMI_WEBHOOK_TOKEN", "t");

    @Mock
    @Produces
    @Singleton
    Launch launch() {
        var settings = new Settings(TestLaunch::value);
        return new Launch(settings, settings.reading().access(settings.roles()), false, false);
    }

    private static String value(String name) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(DEFAULTS.get(name));
    }
}
