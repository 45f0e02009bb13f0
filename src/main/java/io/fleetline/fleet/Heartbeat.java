package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device's heartbeat between fixes. Fields that it does not report are null.
 *
 * @param powerLevel battery level in the vendor's own steps, which depend on the model
 * @param gsmSignal 0 (none) to 100
 * @param ignitionOn whether the ignition was on
 * @param oilConnected whether the fuel and power line is connected; false: cut
 * @param gpsFixed whether the receiver has a position
 * @param remoteLocked whether the vehicle is immobilised
 * @param charging whether the battery is being charged
 * @param armed whether the anti-theft guard is on
 * @param temperatureC degrees Celsius
 * @param voltageV volts
 * @param raw the whole item as JSON text, if one of its fields was unusable
 */
public record Heartbeat(
        String imei,
        Instant readingTime,
        @Nullable Integer powerLevel,
        @Nullable Integer gsmSignal,
        @Nullable Boolean ignitionOn,
        @Nullable Boolean oilConnected,
        @Nullable Boolean gpsFixed,
        @Nullable Boolean remoteLocked,
        @Nullable Boolean charging,
        @Nullable Boolean armed,
        @Nullable Double temperatureC,
        @Nullable Double voltageV,
        @Nullable String raw) {}
