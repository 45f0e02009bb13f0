package io.fleetline.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be made to go wrong. On the command line its name is in lower case with hyphens, such as {@code rate-limited}. */
public enum Fault {
    /** The connection is closed without an answer. */
    UNREACHABLE(Values.SCOPE),
    /** A gateway's page with HTTP status 502. */
    STATUS_502(Values.SCOPE),
    /** HTML with status 200 in place of JSON. */
    GARBAGE(Values.SCOPE),
    /** The connection breaks in the middle of the answer. */
    HALF_SENT(Values.SCOPE),
    /** The first half of the JSON, as if it were all. */
    CUT_JSON(Values.SCOPE),
    /** Code 1006. */
    RATE_LIMITED(Values.SCOPE),
    /** Code 1006 after so many calls for an account on one UTC day. */
    DAILY_QUOTA(Values.COUNT),
    /** Code -1. */
    BUSY(Values.SCOPE),
    /** Code 1100. */
    BUSINESS_1100(Values.SCOPE),
    /** Answers come late: {@code PT2S} for all methods, or {@code jimi.device.track.list=PT137S}. */
    SLOW(Values.DELAYS),
    /** Tokens die after that time, {@code PT30S}, whatever they promised. */
    TOKEN_EXPIRES_EARLY(Values.DURATION),
    /** The refresh token equals the access token. */
    SAME_REFRESH_TOKEN(Values.SCOPE),
    /** These devices are missing from location.list. */
    OMIT_FROM_LIST(Values.DEVICES),
    /** These devices have expired: latitude and longitude 0, expireFlag "0". */
    EXPIRED_DEVICES(Values.DEVICES),
    /** The last fix of these devices is three days old though they are alive. */
    STALE_GPS_TIME(Values.DEVICES),
    /** Trips and stops are listed where they begin within the span; without this and the next, where they overlap it. */
    LIST_BY_START(Values.SCOPE),
    /** Trips and stops are listed where they lie within the span as a whole. */
    LIST_INSIDE(Values.SCOPE),
    /** null where a list is empty. */
    NULL_FOR_EMPTY(Values.SCOPE),
    /** Paged methods answer with their first page, whatever page is asked for. */
    FIRST_PAGE_ONLY(Values.SCOPE),
    /** elapsed for runTimeSecond. */
    ELAPSED_SPELLING(Values.SCOPE),
    /** alertTypeName for alarmTypeName. */
    ALERT_TYPE_NAME_SPELLING(Values.SCOPE),
    /** elecQuantity for electQuantity. */
    ELEC_QUANTITY_SPELLING(Values.SCOPE),
    /** track.mileage counts kilometres. */
    KILOMETRES(Values.SCOPE),
    /** OBD hours without their leading zero. */
    UNPADDED_HOURS(Values.SCOPE);

    private final Values takes;

    /** What a fault may be set to. */
    enum Values {
        SCOPE("on, or methods and accounts divided by commas"),
        DEVICES("a share from 0 to 1, or IMEIs divided by commas"),
        DURATION("a duration such as PT30S"),
        DELAYS("a duration such as PT2S, or method=duration pairs divided by commas"),
        COUNT("a whole number");

        private final String explanation;

        Values(String explanation) {
            this.explanation = explanation;
        }

        String explanation() {
            return explanation;
        }
    }

    Fault(Values values) {
        this.takes = values;
    }

    Values takes() {
        return takes;
    }

    /** The name as it is written outside of Java. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for a name that none has; it lists those there are */
    public static Fault named(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called '%s'; there are: %s"
                        .formatted(
                                label, Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", ")))));
    }
}
