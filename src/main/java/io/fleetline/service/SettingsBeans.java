package io.fleetline.service;

import io.fleetline.outbox.OutboxSettings;
import io.fleetline.read.access.AccessSettings;
import io.fleetline.read.console.ConsoleSettings;
import io.fleetline.read.history.DownloadSettings;
import io.fleetline.settings.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives beans their settings as typed records. */
@Singleton
final class SettingsBeans {
    @Produces
    @Singleton
    Launch launch() {
        return Launch.present();
    }

    @Produces
    @Singleton
    Settings settings(Launch launch) {
        return launch.settings();
    }

    @Produces
    @Singleton
    AccessSettings access(Launch launch) {
        return launch.access();
    }

    @Produces
    @Singleton
    ConsoleSettings console(Settings settings) {
        return settings.reading().console(settings.fleetZone());
    }

    @Produces
    @Singleton
    OutboxSettings outbox(Settings settings) {
        return settings.outbox();
    }

    @Produces
    @Singleton
    DownloadSettings downloads(Settings settings) {
        return settings.reading().downloads();
    }
}
