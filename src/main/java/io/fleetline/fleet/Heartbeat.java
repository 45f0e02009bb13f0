package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device's sign of life between fixes. What it does not say is null.
 *
 * @param powerLevel battery level in the vendor's own steps, which depend on the model
 * @param gsmSignal 0 (none) to 100
 * @param ignitionOn whether the ignition was on
 * @param oilConnected the line of fuel and power; false: cut
 * @param gpsFixed whether the receiver has a position
 * @param remoteLocked whether the vehicle is immobilised
 * @param charging whether the battery is being charged
 * @param armed whether the anti-theft guard is on
 * @param temperatureC degrees Celsius
 * @param voltageV volts
 * @param raw the whole item, JSON text, where it says more than these fields: one of them could not be used
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
