package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Fields;
import io.fleetline.wire.UnusableException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the items of all undocumented layouts have in common: a device and a time. */
final class UnpublishedLayout {
    static final String[] IMEI = {"deviceimei", "imei", "deviceid", "terminalid"};
    static final String[] TIME = {
        "gatetime",
        "datareporttime",
        "reporttime",
        "readingtime",
        "collecttime",
        "obdtime",
        "oiltime",
        "temtime",
        "faulttime",
        "alarmtime",
        "gpstime",
        "datatime",
        "posttime",
        "uploadtime",
        "createtime",
        "time",
        "timestamp"
    };

    private UnpublishedLayout() {}

    static Instant time(Fields fields, Plausibility plausibility) {
        return plausible(fields.instant(TIME), "no time", plausibility);
    }

    /** @throws UnusableException if there is no time, or an implausible one */
    static Instant plausible(@Nullable Instant time, String missing, Plausibility plausibility) {
        if (time == null) {
            throw new UnusableException(missing);
        }
        UnusableException.when(plausibility.reasonAgainst(time));
        return time;
    }
}
