package io.fleetline.store;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Facts for the tests. */
public final class Facts {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Facts() {}

    /** A fix in Nairobi, this many seconds after noon. */
    public static Fix fix(String imei, long second) {
        return fix(imei, second, -1.2921, null);
    }

    public static Fix fix(String imei, long second, double lat, Instant heartbeat) {
        return new Fix(
                imei,
                NOON.plusSeconds(second),
                lat,
                36.8219,
                42.5,
                270.0,
                true,
                9,
                1661.0,
                12345.6,
                PositionType.GPS,
                FactSource.PUSH,
                heartbeat);
    }

    /** One fix a second. */
    public static List<Fix> fixes(String imei, int count) {
        return IntStream.range(0, count).mapToObj(second -> fix(imei, second)).toList();
    }
}
