package io.fleetline.tracksolid;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.wire.WireTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The parameters of every call, with the vendor's names and limits. */
final class Requests {
    static final int MOST_IMEIS = 100;
    /** The vendor documents 100 for location.get; one deployment was limited to 50. track.mileage has no documented limit. */
    static final int FEWER_IMEIS = 50;

    static final Duration LONGEST_TRACK = Duration.ofDays(7);
    private static final String PAGE_SIZE = String.valueOf(Answer.MOST_ROWS);

    private final ClientSettings settings;

    Requests(ClientSettings settings) {
        this.settings = settings;
    }

    Call deviceList(String account) {
        return call("jimi.user.device.list", account, Map.of("target", account));
    }

    Call deviceDetail(String account, String imei) {
        return call("jimi.track.device.detail", account, Map.of("imei", imei));
    }

    Call locationList(String account) {
        return call("jimi.user.device.location.list", account, Map.of("target", account));
    }

    Call locationGet(String account, List<String> imeis) {
        return call("jimi.device.location.get", account, Map.of("imeis", joined(imeis, FEWER_IMEIS)));
    }

    Call trackMileage(String account, List<String> imeis, TimeSpan span) {
        var params = Map.of(
                "imeis", joined(imeis, FEWER_IMEIS),
                "begin_time", begin(span),
                "end_time", end(span));
        return call("jimi.device.track.mileage", account, params);
    }

    Call trackList(String account, String imei, TimeSpan span) {
        if (span.length().compareTo(LONGEST_TRACK) > 0) {
            throw new IllegalArgumentException("a track may span 7 days at most, not " + span.length());
        }
        var params = Map.of("imei", imei, "begin_time", begin(span), "end_time", end(span));
        return new Call("jimi.device.track.list", account, params, settings.trackListTimeout(), true);
    }

    Call parking(String account, List<String> imeis, TimeSpan span, Stop.Kind kind, int startRow) {
        var params = Map.of(
                "account", account,
                "imeis", joined(imeis, MOST_IMEIS),
                "start_time", begin(span),
                "end_time", end(span),
                "start_row", String.valueOf(startRow),
                "page_size", PAGE_SIZE,
                "acc_type", kind == Stop.Kind.IDLING ? "on" : "off");
        return call("jimi.open.platform.report.parking", account, params);
    }

    Call alarmList(String account, List<String> imeis, TimeSpan span, int pageNo) {
        var params = Map.of(
                "imeis", joined(imeis, MOST_IMEIS),
                "begin_time", begin(span),
                "end_time", end(span),
                "page_no", String.valueOf(pageNo),
                "page_size", PAGE_SIZE);
        return call("jimi.device.alarm.list", account, params);
    }

    Call obdList(String account, List<String> imeis, TimeSpan span, int pageNo) {
        var params = Map.of(
                "account", account,
                "imeis", joined(imeis, MOST_IMEIS),
                "start_time", begin(span),
                "end_time", end(span),
                "page_no", String.valueOf(pageNo),
                "page_size", PAGE_SIZE);
        return call("jimi.device.obd.list", account, params);
    }

    private Call call(String method, String account, Map<String, String> params) {
        return new Call(method, account, params, settings.readTimeout(), false);
    }

    private static String joined(List<String> imeis, int most) {
        if (imeis.isEmpty() || imeis.size() > most) {
            throw new IllegalArgumentException("1 to %d IMEIs a call, not %d".formatted(most, imeis.size()));
        }
        return String.join(",", imeis);
    }

    private static String begin(TimeSpan span) {
        return WireTime.format(span.from());
    }

    private static String end(TimeSpan span) {
        return WireTime.format(span.to());
    }
}
