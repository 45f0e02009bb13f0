package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Binary frames of one connection. {@link FeedModelTest} compares them with JSON over random histories. */
class BinaryVehiclesTest {
    private static final int VEHICLES = 5_000;
    private static final Instant LATER = TestVehicles.NOW.plusSeconds(7);

    private final LiveBoard board = new LiveBoard();
    private final Audience audience = new Audience();
    private final VehicleRecords records = new VehicleRecords();
    private final BinaryFrames client = new BinaryFrames();
    private final Backlog backlog = new Backlog(TestVehicles.ALL, () -> {});
    private final Following following = new Following(backlog, TestVehicles.at(1), new BinaryVehicles(records));

    private List<FeedFrame> next(long newest) {
        return following.next(board, new LogPosition("fedcba98", newest, 3), LATER);
    }

    private void begin(LiveVehicle... vehicles) {
        board.replace(List.of(vehicles));
        audience.join(backlog);
        next(1).forEach(this::read);
    }

    private JsonNode read(FeedFrame frame) {
        if (frame.type().equals("dictionary")) {
            client.learn(LiveSocket.tree(frame.json()));
        }
        return frame.binary() == null ? LiveSocket.tree(frame.json()) : client.decode(frame.binary());
    }

    private JsonNode only(LiveVehicle vehicle) {
        begin(vehicle);
        audience.tell(board.apply(Set.of(vehicle.imei()), List.of()));
        audience.tell(board.apply(Set.of(vehicle.imei()), List.of(vehicle)));
        return next(2).stream().map(this::read).toList().getLast();
    }

    private static List<String> types(List<FeedFrame> frames) {
        return frames.stream()
                .map(frame -> frame.type() + (frame.binary() == null ? "" : " binary"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # sent                                    decoded
            180,          90,    0,      0,   0,      180.0, 90.0, 0.0, 0.0, 0.0
            -180,         -90,   6553.4, 360, 0.001,  -180.0, -90.0, 6553.4, 360.0, 0.001
            36.8219462,   -1.29, 1e9,    359.9, 1e12, 36.8219462, -1.29, 6553.4, 359.9, 4294967.294
            -0.00000004,  0.1,   -,      -,   -,      0.0, 0.1, null, null, null
            12.5,         0,     -1,     361, -5,     12.5, 0.0, null, null, null
            """)
    void extremesAndUnknownValues(
            double lng,
            double lat,
            Double speed,
            Double direction,
            Double odometerKm,
            String decodedLng,
            String decodedLat,
            String decodedSpeed,
            String decodedDirection,
            String decodedOdometer) {
        var motion = new TestVehicles.Motion(speed, direction, odometerKm, null);
        var message = only(TestVehicles.vehicle("7", "North", "Nairobi", "Zuri", lng, lat, "idle", motion));
        var decoded = BinaryFrames.plain(message.at("/changes/0/vehicle"));
        assertThat(decoded)
                .containsEntry("lng", decodedLng)
                .containsEntry("lat", decodedLat)
                .containsEntry("speed", decodedSpeed)
                .containsEntry("direction", decodedDirection)
                .containsEntry("odometer_km", decodedOdometer)
                .containsEntry("acc_status", "null")
                .containsEntry("driver_name", "Zuri");
    }

    @Test
    void theHeaderHasTheCursorAndTheTime() {
        var message = only(vehicle("7", "idle"));
        assertThat(message.path("cursor").asText()).isEqualTo("fedcba98.2.3");
        assertThat(message.at("/changes/0/vehicle/properties/age_s").asInt()).isEqualTo(7);
        assertThat(message.at("/changes/0/kind").asText()).isEqualTo("status");
    }

    private static LiveVehicle vehicle(String imei, String status) {
        return TestVehicles.vehicle(imei, "North", "Nairobi", 36, -1, status);
    }

    private static LiveVehicle named(String imei, String driver, String status) {
        var motion = new TestVehicles.Motion(1.0, null, null, true);
        return TestVehicles.vehicle(imei, "North", "Nairobi", driver, 36, -1, status, motion);
    }

    private List<FeedFrame> move(long tick, LiveVehicle vehicle) {
        audience.tell(board.apply(Set.of(vehicle.imei()), List.of(vehicle)));
        return next(tick);
    }

    @Test
    void namesAreSentBeforeTheFirstRecordAndAgainWhenTheyHaveChanged() {
        begin(named("1", "Ada", "idle"), named("2", "Ben", "idle"));
        assertThat(types(move(2, named("1", "Ada", "moving")))).containsExactly("change binary");
        var renamed = move(3, named("1", "Zuri", "moving"));
        assertThat(types(renamed)).containsExactly("dictionary", "change binary");
        renamed.forEach(this::read);
        for (var driver : List.of("Ben", "Cid")) {
            var message = move(4, named("2", driver, driver.equals("Cid") ? "parked" : "moving")).stream()
                    .map(this::read)
                    .toList()
                    .getLast();
            assertThat(message.at("/changes/0/vehicle/properties/driver_name").asText())
                    .isEqualTo(driver);
        }
    }

    /** A client that did not see a vehicle under its new names must get them when it sees it. */
    @Test
    void aVehicleThatWasRenamedForAnotherClientFirst() {
        begin(named("1", "Ada", "idle"), named("2", "Ben", "idle"));
        records.of(named("2", "Eve", "idle"));
        move(2, named("1", "Zuri", "moving")).forEach(this::read);
        var message = move(3, named("2", "Eve", "moving")).stream()
                .map(this::read)
                .toList()
                .getLast();
        assertThat(message.at("/changes/0/vehicle/properties/driver_name").asText())
                .isEqualTo("Eve");
    }

    @Test
    void eachStateIsEncodedOnceForAllClients() {
        var vehicle = vehicle("7", "idle");
        assertThat(records.of(vehicle)).isSameAs(records.of(vehicle));
        assertThat(records.of(vehicle("7", "moving")).names())
                .as("without a renaming")
                .isSameAs(records.of(vehicle).names());
    }

    @Test
    void tripsStayJsonAndTheirCursorComesLast() {
        begin(vehicle("7", "idle"));
        audience.tell(List.of(TestVehicles.trip(2, "7", 1)), board);
        audience.tell(board.apply(Set.of("7"), List.of(vehicle("7", "moving"))));
        var frames = following.next(board, TestVehicles.at(3), LATER);
        assertThat(types(frames)).containsExactly("change binary", "change");
        assertThat(read(frames.getFirst()).path("cursor").asText()).isEqualTo("fedcba98.1.3");
        assertThat(read(frames.getLast()).path("cursor").asText())
                .isEqualTo(TestVehicles.at(3).toString());
    }

    @Test
    void aSlowClientGetsTheNewestStatesAndTheBudgetHolds() {
        begin(IntStream.range(0, VEHICLES)
                .mapToObj(number -> vehicle(String.valueOf(number), "idle"))
                .toArray(LiveVehicle[]::new));
        while (!next(1).isEmpty()) {}
        for (int time = 0; time < 100; time++) {
            audience.tell(board.apply(Set.of("7"), List.of(vehicle("7", time % 2 == 0 ? "moving" : "parked"))));
        }
        assertThat(next(2))
                .singleElement()
                .satisfies(frame -> assertThat(frame.length()).isEqualTo(64));
        for (int number = 0; number < VEHICLES; number++) {
            audience.tell(
                    board.apply(Set.of(String.valueOf(number)), List.of(vehicle(String.valueOf(number), "moving"))));
            assertThat(backlog.bytes()).isLessThanOrEqualTo(Backlog.BUDGET_BYTES + Backlog.VEHICLE_BYTES);
        }
        var pages = new ArrayList<FeedFrame>();
        for (var frames = next(3); !frames.isEmpty(); frames = next(3)) {
            pages.addAll(frames);
        }
        assertThat(pages).as("the names are known").allMatch(frame -> frame.binary() != null);
        assertThat(pages).hasSizeLessThan(5).allMatch(frame -> frame.length() < 2 * Following.FRAME_BYTES);
    }

    @Test
    void theFirstSnapshotHasPagesThatFitToo() {
        begin(IntStream.range(0, VEHICLES)
                .mapToObj(number -> vehicle(String.valueOf(number), "idle"))
                .toArray(LiveVehicle[]::new));
        var frames = next(1);
        assertThat(types(frames)).containsExactly("dictionary", "snapshot binary");
        assertThat(frames.stream().mapToInt(FeedFrame::length).sum()).isLessThan(2 * Following.FRAME_BYTES);
    }
}
