package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** Compares what a {@link PushLoad} has sent with the database: item by item, not only by number. */
record PushBooks(Jdbi database, PushedFixes fixes, PushLoad load) {

    /** Every item once, in the right table. */
    void balance() {
        var good = new BitSet();
        var lost = new BitSet();
        IntStream.range(0, load.requests())
                .flatMap(PushedFixes::numbersOf)
                .forEach(number -> (PushedFixes.hasLostItsClock(number) ? lost : good).set(number));
        var stored = stored();
        assertThat(without(good, stored).stream())
                .as("acknowledged, but not stored")
                .isEmpty();
        assertThat(without(stored, good).stream()).as("stored, but not sent").isEmpty();
        var letters = deadLetters();
        assertThat(letters.keySet())
                .isEqualTo(lost.stream().mapToObj(fixes::item).collect(Collectors.toSet()));
        lost.stream()
                .forEach(number -> assertThat(letters.get(fixes.item(number)))
                        .as("how often item %d has become a dead letter", number)
                        .isLessThanOrEqualTo(load.attempts(number / PushedFixes.MOST_ITEMS)));
    }

    long items() {
        return IntStream.range(0, load.requests())
                .mapToLong(PushedFixes::itemsOf)
                .sum();
    }

    /** Every item as often as it was sent. */
    long sent() {
        return IntStream.range(0, load.requests())
                .mapToLong(request -> (long) PushedFixes.itemsOf(request) * load.attempts(request))
                .sum();
    }

    /** How often a dead letter was received again, because its acknowledgement was lost. */
    long repeatedLetters() {
        return deadLetters().values().stream().mapToLong(copies -> copies - 1).sum();
    }

    /** The items received and acknowledged by the ingestion log. */
    long logged() {
        return database.withHandle(
                handle -> handle.createQuery("""
                        SELECT coalesce(sum(rows_received), 0) FROM tracksolid.ingestion_log
                        WHERE endpoint = '/pushgps' AND source = 'push'""").mapTo(Long.class).one());
    }

    private BitSet stored() {
        return database.withHandle(handle -> {
            var stored = new BitSet();
            handle.createQuery("SELECT imei, gps_time, lat FROM tracksolid.position_history")
                    .map((row, _) -> {
                        var time = row.getObject(2, OffsetDateTime.class).toInstant();
                        var number = fixes.numberOf(row.getString(1), time);
                        assertThat(row.getDouble(3)).isEqualTo(PushedFixes.latOf(number));
                        return number;
                    })
                    .forEach(number -> {
                        assertThat(stored.get(number))
                                .as("item %d is there already", number)
                                .isFalse();
                        stored.set(number);
                    });
            return stored;
        });
    }

    private Map<String, Long> deadLetters() {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT payload, times_seen FROM infrastructure.dead_letters
                        WHERE source = 'push' AND path = '/pushgps' AND reason = 'time too old'""")
                .reduceRows(new HashMap<String, Long>(), (letters, row) -> {
                    assertThat(letters.put(row.getColumn(1, String.class), row.getColumn(2, Long.class)))
                            .as("the same dead letter once more")
                            .isNull();
                    return letters;
                }));
    }

    private static BitSet without(BitSet all, BitSet some) {
        var rest = (BitSet) all.clone();
        rest.andNot(some);
        return rest;
    }
}
