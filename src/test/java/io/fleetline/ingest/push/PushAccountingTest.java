package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every item that can be found in the bytes of an acknowledged request is a stored fact, a known fact with the same content, or a dead
 * letter. The reader of the bytes knows nothing of forms and JSON: it looks for the items' tags. 150 requests a seed; with
 * {@code -Dfleetline.accounted-bodies=20000} more.
 */
class PushAccountingTest {
    private static final Logger LOG = Logger.getLogger(PushAccountingTest.class);
    private static final int BODIES = Integer.getInteger("fleetline.accounted-bodies", 150);
    private static final List<String> TABLES = List.of(
            "position_history",
            "heartbeats",
            "device_events",
            "alarms",
            "obd_readings",
            "fuel_readings",
            "temperature_readings",
            "lbs_readings",
            "fault_codes");

    private final PushServer server = PushServer.start();
    private final Map<String, RandomPush> acknowledged = new HashMap<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyItemIsAccountedFor(long seed) {
        var maker = new RandomPush.Maker(new Random(seed));
        for (var i = 0; i < BODIES; i++) {
            send(maker.next());
        }
        server.store.log().flush();
        var facts = tags(
                "imei || ' ' || coalesce(raw::text, '')",
                TABLES.stream().map("tracksolid."::concat).toList());
        var letters = tags("replace(payload, '\\\\x00', '')", List.of("infrastructure.dead_letters"));
        LOG.infof(
                "seed %d: %d requests, answers %s; %d items found in acknowledged bytes, %d tags in facts, %d in dead letters",
                seed, BODIES, answers, acknowledged.size(), facts.size(), letters.size());
        acknowledged.forEach((tag, push) -> assertThat(facts.contains(tag) || letters.contains(tag))
                .as(() -> tag + " of " + push)
                .isTrue());
        assertThat(answers.keySet()).isSubsetOf(Set.of(200, 400, 401));
        assertThat(
                        server.row(
                                "SELECT count(*) FROM infrastructure.dead_letters WHERE reason = 'mapper failed' OR payload LIKE '%hub-secret%'"))
                .isEqualTo("0");
        assertThat(
                        server.row(
                                "SELECT bool_and(rows_received >= rows_inserted + rows_rejected) FROM tracksolid.ingestion_log"))
                .isEqualTo("t");
        assertThat(facts).hasSizeGreaterThan(BODIES / 2);
    }

    private void send(RandomPush push) {
        var request = server.request(push.path() + push.query(), push.contentType());
        if (!push.encoding().isEmpty()) {
            request.header("Content-Encoding", push.encoding());
        }
        var answer = server.send(request.POST(BodyPublishers.ofByteArray(push.body())));
        answers.merge(answer.statusCode(), 1, Integer::sum);
        assertThat(answer.body()).as(push::toString).startsWith("{\"code\":").doesNotContain("Exception");
        if (answer.statusCode() == 200) {
            push.tags().forEach(tag -> acknowledged.put(tag, push));
        }
    }

    private Set<String> tags(String text, List<String> tables) {
        var tags = new HashSet<String>();
        tables.forEach(table ->
                server.jdbi.useHandle(handle -> handle.createQuery("SELECT %s FROM %s".formatted(text, table))
                        .mapTo(String.class)
                        .forEach(row -> tags.addAll(RandomPush.tagsIn(row)))));
        return tags;
    }
}
