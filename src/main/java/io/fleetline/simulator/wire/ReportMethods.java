package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** jimi.open.platform.report.parking and jimi.open.platform.report.trips. */
final class ReportMethods {
    private static final int MOST_ROWS = 100;

    private ReportMethods() {}

    private record Row(Device device, Stop stop) {}

    static Reply parking(Request request, Scene scene) {
        var account = request.required("account");
        var imeis = request.imeis("imeis");
        var span = request.span("start_time", "end_time", scene.now());
        var skip = Math.max(0, request.requiredNumber("start_row", 0, Integer.MAX_VALUE) - 1);
        var size = request.requiredNumber("page_size", 1, MOST_ROWS);
        var kind = kind(request.required("acc_type"));
        var devices = scene.devicesOf(account, imeis);
        return parking(kind == null ? List.of() : rows(devices, kind, span, scene), scene.skip(skip), size);
    }

    /** The report is switched off for every device, as for most customers: only header rows. */
    static Reply trips(Request request, Scene scene) {
        var account = request.required("account");
        var imeis = request.imeis("imeis");
        request.span("start_time", "end_time", scene.now());
        request.requiredNumber("start_row", 0, Integer.MAX_VALUE);
        request.requiredNumber("page_size", 1, MOST_ROWS);
        if (!List.of("day", "list").contains(request.required("type"))) {
            throw Refusal.parameter("Parameter validation: type");
        }
        var devices = scene.devicesOf(account, imeis);
        var data = Reply.object();
        data.set("dayList", Reply.array(devices, ReportMethods::closed));
        data.putNull("datDatas");
        return new Reply(Reply.NOTHING, data, 0);
    }

    /** An unknown type matches no rows and is not an error. */
    private static Stop.@Nullable Kind kind(String accType) {
        return switch (accType) {
            case "on" -> Stop.Kind.IDLING;
            case "off" -> Stop.Kind.PARKING;
            default -> null;
        };
    }

    private static List<Row> rows(List<Device> devices, Stop.Kind kind, TimeSpan span, Scene scene) {
        var rows = new ArrayList<Row>();
        for (var device : devices) {
            for (var stop : scene.fleet().stops(device.imei(), kind, span, scene.fleetNow())) {
                if (scene.lists(stop.startTime(), stop.endTime(), span)) {
                    rows.add(new Row(device, stop));
                }
            }
        }
        return rows;
    }

    private static Reply parking(List<Row> rows, int skip, int size) {
        var page = Reply.page(rows, skip, size);
        var data = Reply.object().put("totalTime", "84").put("dataTotalRows", Integer.toString(rows.size()));
        data.set("rows", Reply.array(page, ReportMethods::row));
        return new Reply(Reply.NOTHING, data, page.size());
    }

    private static ObjectNode row(Row row) {
        var stop = row.stop();
        var seconds = String.valueOf(stop.durationS());
        return Reply.object()
                .put("imei", stop.imei())
                .put("startTime", VendorTime.iso(stop.startTime()))
                .put("endTime", stop.endTime() == null ? null : VendorTime.iso(stop.endTime()))
                .put("durSecond", seconds)
                .put("lng", stop.lng())
                .put("lat", stop.lat())
                .put("addr", stop.address())
                .put("deviceName", row.device().deviceName())
                .put("mcType", row.device().mcType())
                .put("acc", stop.kind() == Stop.Kind.IDLING ? "on" : "off")
                .put("stopSecond", seconds);
    }

    private static ObjectNode closed(Device device) {
        return Reply.object()
                .put("imei", device.imei())
                .put("deviceName", device.deviceName())
                .put("openFlag", false);
    }
}
