package io.fleetline.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faults that can be injected. On the command line, a fault is written in lower case with hyphens: {@code rate-limited}. */
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
    /** Code 1006 once an account has made this many calls on one UTC day. */
    DAILY_QUOTA(Values.COUNT),
    /** Code -1. */
    BUSY(Values.SCOPE),
    /** Code 1100. */
    BUSINESS_1100(Values.SCOPE),
    /** Answers are delayed: {@code PT2S} for all methods, or {@code jimi.device.track.list=PT137S}. */
    SLOW(Values.DELAYS),
    /** Tokens expire after this time, such as {@code PT30S}, whatever expiry they state. */
    TOKEN_EXPIRES_EARLY(Values.DURATION),
    /** The refresh token equals the access token. */
    SAME_REFRESH_TOKEN(Values.SCOPE),
    /** These devices are missing from location.list. */
    OMIT_FROM_LIST(Values.DEVICES),
    /** These devices have expired: latitude and longitude 0, expireFlag "0". */
    EXPIRED_DEVICES(Values.DEVICES),
    /** The last fix of these devices is three days old though they are alive. */
    STALE_GPS_TIME(Values.DEVICES),
    /** Trips and stops are listed if they begin within the span. Without this fault and the next, if they overlap it. */
    LIST_BY_START(Values.SCOPE),
    /** Trips and stops are listed only if they lie entirely within the span. */
    LIST_INSIDE(Values.SCOPE),
    /** null in place of an empty list. */
    NULL_FOR_EMPTY(Values.SCOPE),
    /** Paged methods always return their first page, whatever page is requested. */
    FIRST_PAGE_ONLY(Values.SCOPE),
    /** Spells runTimeSecond as elapsed. */
    ELAPSED_SPELLING(Values.SCOPE),
    /** Spells alarmTypeName as alertTypeName. */
    ALERT_TYPE_NAME_SPELLING(Values.SCOPE),
    /** Spells electQuantity as elecQuantity. */
    ELEC_QUANTITY_SPELLING(Values.SCOPE),
    /** track.mileage reports kilometres. */
    KILOMETRES(Values.SCOPE),
    /** OBD hours without their leading zero. */
    UNPADDED_HOURS(Values.SCOPE);

    private final Values takes;

    /** The values that a fault accepts. */
    enum Values {
        SCOPE("on, or methods and accounts separated by commas"),
        DEVICES("a share from 0 to 1, or IMEIs separated by commas"),
        DURATION("a duration such as PT30S"),
        DELAYS("a duration such as PT2S, or method=duration pairs separated by commas"),
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

    /** The name used outside Java. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for an unknown name; the message lists the known ones */
    public static Fault named(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called '%s'; there are: %s"
                        .formatted(
                                label, Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", ")))));
    }
}
