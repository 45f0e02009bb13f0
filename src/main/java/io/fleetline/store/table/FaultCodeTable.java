package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.FaultCode;
import java.util.List;

/** Diagnostic trouble codes, with the whole item as received. */
public final class FaultCodeTable extends OncePerContent<FaultCode> {
    public static final FactKind<FaultCode> KIND = new FactKind<>(FaultCodeTable::new);

    private FaultCodeTable() {
        super(
                "tracksolid.fault_codes",
                List.of(
                        text("imei", FaultCode::imei),
                        timestamptz("reading_time", FaultCode::readingTime),
                        text("code", FaultCode::code)),
                List.of(
                        text("detail", FaultCode::detail),
                        text("source", _ -> FactSource.PUSH.label()),
                        json("raw", FaultCode::raw)),
                List.of("raw"));
    }

    @Override
    public FactKey key(FaultCode fact) {
        return FactKey.of(fact.imei(), fact.readingTime(), fact.code());
    }
}
