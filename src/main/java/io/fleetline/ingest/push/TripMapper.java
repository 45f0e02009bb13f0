package io.fleetline.ingest.push;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.Trip;
import io.fleetline.wire.Position;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.Units;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code /pushtripreport}: trips. Distances are metres, as everywhere with this vendor. */
record TripMapper(Plausibility plausibility) implements PushMapper<Trip> {
    private static final String[] START = {
        "starttime", "begintime", "tripstarttime", "accontime", "ignitionontime", "startgpstime"
    };
    private static final String[] END = {
        "endtime", "stoptime", "tripendtime", "accofftime", "ignitionofftime", "endgpstime"
    };
    private static final String[][] START_POSITION = {
        {"startlat", "startlng"}, {"beginlat", "beginlng"}, {"startlatitude", "startlongitude"}
    };
    private static final String[][] END_POSITION = {
        {"endlat", "endlng"}, {"stoplat", "stoplng"}, {"endlatitude", "endlongitude"}
    };
    private static final String[] DISTANCE_M = {"distance", "tripdistance", "tripmileage", "mileage", "drivingmileage"};
    private static final String[] DRIVING_S = {
        "runtimesecond", "elapsed", "drivingtime", "drivetime", "triptime", "duration", "drivingduration"
    };
    private static final String[] IDLE_S = {"idletime", "idlingtime", "idletimesecond", "idleduration", "idlingduration"
    };
    private static final String[] AVERAGE_KMH = {"avgspeed", "averagespeed", "meanspeed"};
    private static final String[] MAXIMUM_KMH = {"maxspeed", "maximumspeed", "topspeed"};
    private static final String[] START_ODOMETER_M = {"startmileage", "beginmileage", "startodometer"};
    private static final String[] END_ODOMETER_M = {"endmileage", "stopmileage", "endodometer"};
    private static final String[] START_ADDRESS = {"startaddress", "startaddr", "beginaddress"};
    private static final String[] END_ADDRESS = {"endaddress", "endaddr", "stopaddress"};

    @Override
    public void map(Item item, Consumer<Trip> trips) {
        var fields = new LooseFields(item);
        var start = UnpublishedLayout.plausible(fields.instant(START), "no start time", plausibility);
        var from = position(fields, START_POSITION);
        var to = position(fields, END_POSITION);
        trips.accept(new Trip(
                fields.imei(UnpublishedLayout.IMEI),
                start,
                end(fields, start),
                from == null ? null : from.lat(),
                from == null ? null : from.lng(),
                to == null ? null : to.lat(),
                to == null ? null : to.lng(),
                kilometres(fields, DISTANCE_M),
                fields.seconds(DRIVING_S),
                fields.seconds(IDLE_S),
                fields.number(Quantity.SPEED_KMH, AVERAGE_KMH),
                fields.number(Quantity.SPEED_KMH, MAXIMUM_KMH),
                kilometres(fields, START_ODOMETER_M),
                kilometres(fields, END_ODOMETER_M),
                fields.text(START_ADDRESS),
                fields.text(END_ADDRESS),
                FactSource.PUSH,
                item.json()));
    }

    /** Null if there is none, or an impossible one: the trip is stored with its start, and the item is kept. */
    private @Nullable Instant end(LooseFields fields, Instant start) {
        var end = new SideFields(fields).instant(END);
        return end == null || end.isBefore(start) || plausibility.reasonAgainst(end) != null ? null : end;
    }

    private static @Nullable Position position(LooseFields fields, String[][] names) {
        for (var name : names) {
            var position = fields.position(name[0], name[1]);
            if (position != null) {
                return position;
            }
        }
        return null;
    }

    private static @Nullable Double kilometres(LooseFields fields, String... names) {
        var metres = fields.number(Quantity.DISTANCE_M, names);
        return metres == null ? null : Units.kilometresFromMetres(metres);
    }
}
