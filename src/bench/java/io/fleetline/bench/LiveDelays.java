package io.fleetline.bench;

import io.fleetline.bench.live.LiveClients;
import io.fleetline.bench.load.FixListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jdbi.v3.core.Jdbi;

/**
 * How late clients are told of fixes, from two moments on, in microseconds: the sending of the request with the fix, and the appending of the fix to the
 * change log. That comes shortly before the commit, so the time from the commit on is shorter than what is measured.
 */
final class LiveDelays implements FixListener {
    private static final long FIRST_IMEI = 356_307_000_000_000L;
    private static final long MICROS = 1_000_000;

    private final Map<Fix, Long> sentMicros = new HashMap<>();
    private final Histogram sinceRequest = new Histogram(3);
    private final Histogram sinceAppend = new Histogram(3);

    private record Fix(long imei, long epochSecond) {}

    @Override
    public void sent(int vehicle, long epochSecond) {
        sentMicros.put(new Fix(FIRST_IMEI + vehicle, epochSecond), nowMicros());
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Compares what clients have seen with what was sent since then, and with the change log. */
    void compare(LiveClients clients, Jdbi jdbi, long fromMicros) {
        var appended = appended(jdbi, fromMicros);
        for (var seen : clients.sightings()) {
            var fix = new Fix(seen.imei(), seen.epochSecond());
            var sent = sentMicros.getOrDefault(fix, 0L);
            var append = appended.get(fix);
            if (sent >= fromMicros && append != null) {
                sinceRequest.recordValue(seen.atMicros() - sent);
                sinceAppend.recordValue(seen.atMicros() - append);
            }
        }
    }

    private static Map<Fix, Long> appended(Jdbi jdbi, long fromMicros) {
        var appended = new HashMap<Fix, Long>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT (extract(epoch FROM c.at) * 1000000)::bigint AS at_us, f.imei::bigint, f.to_us
                        FROM infrastructure.changes c, unnest(c.imeis, c.to_us) AS f (imei, to_us)
                        WHERE c.kind = 'position_history' AND c.at >= TIMESTAMPTZ 'epoch' + :from * INTERVAL '1 microsecond'
                        """)
                .bind("from", fromMicros)
                .map((row, _) ->
                        Map.entry(new Fix(row.getLong("imei"), row.getLong("to_us") / MICROS), row.getLong("at_us")))
                .forEach(entry -> appended.put(entry.getKey(), entry.getValue())));
        return appended;
    }

    Histogram sinceRequest() {
        return sinceRequest;
    }

    Histogram sinceAppend() {
        return sinceAppend;
    }
}
