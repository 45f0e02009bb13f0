package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.int4;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.LbsReading;
import java.util.List;

/** Radio cells and WiFi stations, with the whole item as received. */
public final class LbsTable extends OncePerContent<LbsReading> {
    public static final FactKind<LbsReading> KIND = new FactKind<>(LbsTable::new);

    private LbsTable() {
        super(
                "tracksolid.lbs_readings",
                List.of(text("imei", LbsReading::imei), timestamptz("reading_time", LbsReading::readingTime)),
                List.of(
                        text("post_type", LbsReading::postType),
                        int4("mcc", LbsReading::mcc),
                        int4("mnc", LbsReading::mnc),
                        text("cells", LbsReading::cells),
                        json("raw", LbsReading::raw)),
                List.of("raw"));
    }

    @Override
    public FactKey key(LbsReading fact) {
        return FactKey.of(fact.imei(), fact.readingTime());
    }
}
