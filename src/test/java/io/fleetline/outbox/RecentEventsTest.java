package io.fleetline.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.change.LogPosition;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentEventsTest {
    private static LogPosition at(int tick) {
        return new LogPosition("0af3b21c", tick, 1);
    }

    private static OutboxEvent event(int tick, int row) {
        return new OutboxEvent(
                new EventCursor(at(tick), row),
                EventKind.ALARM,
                "raised",
                "1",
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                "{}");
    }

    private static RecentEvents recent() {
        var recent = new RecentEvents();
        recent.begin(at(5));
        recent.add(List.of(event(6, 1), event(6, 2), event(8, 1)), at(9));
        return recent;
    }

    @Test
    void whatFollowsAPlaceIsWhatComesAfterIt() {
        var recent = recent();
        assertThat(recent.after(EventCursor.after(at(5)), 10))
                .isEqualTo(new Stretch(List.of(event(6, 1), event(6, 2), event(8, 1)), EventCursor.after(at(9)), true));
        assertThat(recent.after(new EventCursor(at(6), 1), 10).events()).containsExactly(event(6, 2), event(8, 1));
        assertThat(recent.after(EventCursor.after(at(6)), 10).events()).containsExactly(event(8, 1));
        assertThat(recent.after(EventCursor.after(at(8)), 10))
                .isEqualTo(new Stretch(List.of(), EventCursor.after(at(9)), true));
    }

    @Test
    void aPieceEndsWithItsLastEvent() {
        assertThat(recent().after(EventCursor.after(at(5)), 2))
                .isEqualTo(new Stretch(List.of(event(6, 1), event(6, 2)), new EventCursor(at(6), 2), false));
    }

    @Test
    void whoIsAheadDoesNotGoBack() {
        var ahead = EventCursor.after(at(12));
        assertThat(recent().after(ahead, 10)).isEqualTo(new Stretch(List.of(), ahead, true));
    }

    @Test
    void whatIsNotKeptIsReadFromTheDatabase() {
        assertThat(recent().after(EventCursor.after(at(4)), 10)).isNull();
        assertThat(recent().after(EventCursor.after(new LogPosition("00000000", 7, 1)), 10))
                .isNull();
        assertThat(new RecentEvents().after(EventCursor.after(at(5)), 10)).isNull();
    }

    @Test
    void theOldestAreForgotten() {
        var recent = new RecentEvents();
        recent.begin(at(1));
        recent.add(
                IntStream.rangeClosed(2, 6_001).mapToObj(tick -> event(tick, 1)).toList(), at(6_001));
        assertThat(recent.after(EventCursor.after(at(1)), 1)).isNull();
        assertThat(recent.after(new EventCursor(at(3_001), 1), 1).events()).containsExactly(event(3_002, 1));
        assertThat(recent.after(new EventCursor(at(3_000), 1), 1)).isNull();
    }

    @Test
    void aCursorCanBeWrittenDownAsTextAndAsTheIdOfAnEvent() {
        var cursor = new EventCursor(new LogPosition("0af3b21c", 1042, 7), 3);
        assertThat(cursor).hasToString("0af3b21c.1042.7.3");
        assertThat(cursor.eventId()).isEqualTo("evt_0af3b21c_1042_7_3");
        assertThat(EventCursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(EventCursor.parse(cursor.eventId())).isEqualTo(cursor);
        assertThat(EventCursor.parse("0af3b21c.1042.7")).isEqualTo(EventCursor.after(cursor.change()));
        assertThat(cursor.readFrom()).isEqualTo(new LogPosition("0af3b21c", 1042, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "0af3b21c.1042",
                "0af3b21c.1042.7.0",
                "0af3b21c.1042.7.1.1",
                "evt_",
                "evt_x_1_1_1",
                "0AF3B21C.1.1.1"
            })
    void nothingElseIsACursor(String text) {
        assertThatThrownBy(() -> EventCursor.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
