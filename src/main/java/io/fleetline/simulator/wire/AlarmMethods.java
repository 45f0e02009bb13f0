package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.Fault;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** jimi.device.alarm.list: newest first, at most a thousand. */
final class AlarmMethods {
    private static final int MOST_ALARMS = 1000;
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 100;
    private static final Comparator<Row> NEWEST_FIRST = Comparator.comparing(
                    (Row row) -> row.alarm().alarmTime())
            .reversed()
            .thenComparing(row -> row.alarm().imei())
            .thenComparing(row -> row.alarm().alarmType());

    private AlarmMethods() {}

    private record Row(Device device, Alarm alarm) {}

    static Reply list(Request request, Scene scene) {
        var imeis = request.imeis(request.optional("imeis") == null ? "imei" : "imeis");
        var span = span(request, scene.now());
        var pageNo = request.number("page_no", 1, 1, Integer.MAX_VALUE);
        var size = request.number("page_size", USUAL_PAGE, 1, LARGEST_PAGE);
        var found = newest(scene.devices(imeis), span, request.optional("alertTypeId"), scene);
        var page = Reply.page(found, scene.skip((int) Math.min(MOST_ALARMS, (pageNo - 1L) * size)), size);
        var nameKey = scene.faults().isOn(Fault.ALERT_TYPE_NAME_SPELLING) ? "alertTypeName" : "alarmTypeName";
        return Reply.result(Reply.array(page, row -> row(row, nameKey)));
    }

    /** Without begin and end, the last month. */
    private static TimeSpan span(Request request, Instant now) {
        var endText = request.optional("end_time");
        var end = endText == null ? now : VendorTime.parse("end_time", endText);
        var beginText = request.optional("begin_time");
        var begin = beginText == null ? monthBefore(end) : VendorTime.parse("begin_time", beginText);
        if (begin.isBefore(monthBefore(end))) {
            throw Refusal.parameter("The time span must not be longer than 1 month");
        }
        return Request.span(begin, end);
    }

    private static Instant monthBefore(Instant end) {
        return end.atOffset(ZoneOffset.UTC).minusMonths(1).toInstant();
    }

    private static List<Row> newest(List<Device> devices, TimeSpan span, @Nullable String type, Scene scene) {
        var rows = new ArrayList<Row>();
        for (var device : devices) {
            for (var alarm : scene.fleet().alarms(device.imei(), span, scene.fleetNow())) {
                if (type == null || type.equals(alarm.alarmType())) {
                    rows.add(new Row(device, alarm));
                }
            }
        }
        return rows.stream().sorted(NEWEST_FIRST).limit(MOST_ALARMS).toList();
    }

    private static ObjectNode row(Row row, String nameKey) {
        var alarm = row.alarm();
        return Reply.object()
                .put("deviceName", row.device().deviceName())
                .put("imei", alarm.imei())
                .put("model", row.device().mcType())
                .put("account", row.device().account())
                .put("alertTypeId", alarm.alarmType())
                .put(nameKey, alarm.alarmName())
                .put("alertTime", VendorTime.text(alarm.alarmTime()))
                .put("positioningTime", VendorTime.text(alarm.alarmTime()))
                .put("lng", alarm.lng())
                .put("lat", alarm.lat())
                .put("speed", alarm.speedKmh() == null ? null : Long.toString(Math.round(alarm.speedKmh())))
                .put("geoid", alarm.fenceId());
    }
}
