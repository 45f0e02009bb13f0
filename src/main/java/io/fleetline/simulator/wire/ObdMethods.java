package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.ObdReading;
import io.fleetline.simulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** jimi.device.obd.list, paged. */
final class ObdMethods {
    private static final Duration LONGEST_SPAN = Duration.ofDays(31);
    private static final int USUAL_PAGE = 10;
    private static final int LARGEST_PAGE = 100;

    private ObdMethods() {}

    private record Row(Device device, ObdReading reading) {}

    static Reply list(Request request, Scene scene) {
        var account = request.required("account");
        var imeis = request.imeis("imeis");
        var span = request.span("start_time", "end_time", scene.now());
        var pageNo = request.number("page_no", 1, 1, Integer.MAX_VALUE);
        var size = request.number("page_size", USUAL_PAGE, 1, LARGEST_PAGE);
        if (span.length().compareTo(LONGEST_SPAN) > 0) {
            throw Refusal.parameter("The time span must not be longer than 31 days");
        }
        var rows = new ArrayList<Row>();
        for (var device : scene.devicesOf(account, imeis)) {
            scene.fleet()
                    .obdReadings(device.imei(), span, scene.fleetNow())
                    .forEach(reading -> rows.add(new Row(device, reading)));
        }
        return page(rows, pageNo, size, scene);
    }

    private static Reply page(List<Row> rows, int pageNo, int size, Scene scene) {
        Function<Instant, @Nullable String> time =
                scene.faults().isOn(Fault.UNPADDED_HOURS) ? VendorTime::unpadded : VendorTime::text;
        var page = Reply.page(rows, scene.skip((int) Math.min(rows.size(), (pageNo - 1L) * size)), size);
        var data = Reply.object()
                .put("currentPage", pageNo)
                .put("pageSize", size)
                .put("startRow", 0)
                .put("endRow", 0)
                .put("totalRecord", rows.size())
                .put("totalPage", 0);
        data.set("result", Reply.array(page, row -> row(row, time)));
        return new Reply(Reply.NOTHING, data, page.size());
    }

    private static ObjectNode row(Row row, Function<Instant, @Nullable String> time) {
        var reading = row.reading();
        return Reply.object()
                .put("imei", reading.imei())
                .put("dataReportTime", time.apply(reading.readingTime()))
                .put("odometerReading", text(reading.odometerKm()))
                .put("deviceAccumulatedMileage", text(reading.odometerKm()))
                .putNull("remainingFuel")
                .put("remainingFuelPercentage", whole(reading.fuelLevelPct(), 1))
                .put("coolantTemperature", whole(reading.coolantC(), 1))
                .put("vehicleBatterVoltage", whole(reading.voltageV(), 10))
                .put("currentRPM", whole(reading.engineRpm(), 1))
                .put("currentSpeed", text(reading.speedKmh()))
                .put("vin", row.device().vin());
    }

    private static @Nullable String text(@Nullable Double value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable String whole(@Nullable Double value, int parts) {
        return value == null ? null : Long.toString(Math.round(value * parts));
    }
}
