package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.bool;
import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.int4;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.Heartbeat;
import java.util.List;

/** Heartbeats between fixes. */
public final class HeartbeatTable extends OncePerContent<Heartbeat> {
    public static final FactKind<Heartbeat> KIND = new FactKind<>(HeartbeatTable::new);

    private HeartbeatTable() {
        super(
                "tracksolid.heartbeats",
                List.of(text("imei", Heartbeat::imei), timestamptz("reading_time", Heartbeat::readingTime)),
                List.of(
                        int4("power_level", Heartbeat::powerLevel),
                        int4("gsm_signal", Heartbeat::gsmSignal),
                        bool("acc_status", Heartbeat::ignitionOn),
                        bool("oil_connected", Heartbeat::oilConnected),
                        bool("gps_fixed", Heartbeat::gpsFixed),
                        bool("remote_locked", Heartbeat::remoteLocked),
                        bool("charging", Heartbeat::charging),
                        bool("armed", Heartbeat::armed),
                        float8("temperature_c", Heartbeat::temperatureC),
                        float8("voltage_v", Heartbeat::voltageV),
                        json("raw", Heartbeat::raw)));
    }

    @Override
    public FactKey key(Heartbeat fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }
}
