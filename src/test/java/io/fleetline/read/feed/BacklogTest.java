package io.fleetline.read.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that takes nothing for a while. */
class BacklogTest {
    private static final int VEHICLES = 5_000;

    private final LiveBoard board = new LiveBoard();
    private final Audience audience = new Audience();
    private final Backlog backlog = new Backlog(TestVehicles.ALL, () -> {});
    private final Following following = new Following(backlog, TestVehicles.at(1), new JsonVehicles());

    BacklogTest() {
        board.replace(IntStream.range(0, VEHICLES)
                .mapToObj(number -> vehicle(number, "idle"))
                .toList());
        audience.join(backlog);
    }

    private static LiveVehicle vehicle(int number, String status) {
        return TestVehicles.vehicle(String.valueOf(number), "North", "Nairobi", 36, -1, status);
    }

    private List<FeedFrame> next(long newest) {
        return following.next(board, TestVehicles.at(newest), TestVehicles.NOW);
    }

    /** Takes the first snapshot. */
    private void begin() {
        while (!next(1).isEmpty()) {}
    }

    private void move(int number, String status) {
        audience.tell(board.apply(Set.of(String.valueOf(number)), List.of(vehicle(number, status))));
    }

    @Test
    void aVehicleThatChangesOftenIsSentOnceInItsNewestState() {
        begin();
        for (int time = 0; time < 1_000; time++) {
            move(7, time % 2 == 0 ? "moving" : "parked");
        }
        var frames = next(2);
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().json()).contains("\"cursor\":\"0123abcd.2.1\"", "\"status\" : \"parked\"");
        assertThat(frames.getFirst().json().split("\"vehicle\"")).hasSize(2);
        assertThat(next(2)).isEmpty();
    }

    @Test
    void tooManyVehiclesBecomeASnapshotAndTheBudgetHolds() {
        begin();
        for (int number = 0; number < VEHICLES; number++) {
            move(number, "moving");
            assertThat(backlog.bytes()).isLessThanOrEqualTo(Backlog.BUDGET_BYTES + Backlog.VEHICLE_BYTES);
        }
        var frames = next(2);
        assertThat(frames.getFirst().type()).isEqualTo("snapshot");
        assertThat(frames.getFirst().json())
                .contains("\"page\":1", "\"last\":false")
                .doesNotContain("idle");
        assertThat(frames).allMatch(frame -> frame.json().length() < 2 * Following.FRAME_BYTES);
    }

    @Test
    void eventsThatDoNotFitAreReportedAndLaterOnesCome() {
        begin();
        for (int number = 0; number < 10_000; number++) {
            audience.tell(List.of(TestVehicles.trip(2 + number, "7", number)), board);
            assertThat(backlog.bytes()).isLessThanOrEqualTo(Backlog.BUDGET_BYTES);
        }
        var frames = next(10_001);
        assertThat(frames.getFirst().type()).isEqualTo("reset");
        assertThat(frames.getFirst().json()).contains("too slowly");
        assertThat(frames.get(1).type()).as("the vehicles are sent anew").isEqualTo("snapshot");
        audience.tell(List.of(TestVehicles.trip(10_002, "7", 10_000)), board);
        assertThat(next(10_002))
                .filteredOn(frame -> frame.type().equals("change"))
                .singleElement()
                .satisfies(frame -> assertThat(frame.json()).contains("\"n\":10000"));
    }

    /** Otherwise a client that goes on after the first frame would get the rest of it twice, or never. */
    @Test
    void theEventsOfOneChangeStayInOneFrame() {
        begin();
        var one = IntStream.range(0, 100)
                .mapToObj(number -> TestVehicles.trip(2, "7", number))
                .toList();
        var two = IntStream.range(100, 101)
                .mapToObj(number -> TestVehicles.trip(3, "7", number))
                .toList();
        audience.tell(one, board);
        audience.tell(two, board);
        var part = backlog.take(100);
        assertThat(part.events()).isEqualTo(one);
        assertThat(part.areAllEvents()).isFalse();
        assertThat(backlog.take(100).events()).isEqualTo(two);
    }

    /** Not only when the next change comes. */
    @Test
    void vehiclesThatWaitMakePlaceForWhatIsBeingSent() {
        begin();
        IntStream.range(0, 600).forEach(number -> move(number, "moving"));
        backlog.sending(30_000);
        assertThat(backlog.bytes()).isEqualTo(30_000);
        backlog.sending(0);
        assertThat(next(2).getFirst().type()).isEqualTo("snapshot");
    }

    @Test
    void whatIsBeingSentCounts() {
        begin();
        backlog.sending(60_000);
        IntStream.range(0, 60).forEach(number -> move(number, "moving"));
        assertThat(backlog.bytes()).isEqualTo(60_000);
        backlog.sending(0);
        assertThat(next(2).getFirst().type()).isEqualTo("snapshot");
    }
}
