package io.fleetline.ingest.poll;

import io.fleetline.database.StoreUnavailableException;
import io.fleetline.fleet.Channel;
import io.fleetline.store.Batch;
import io.fleetline.store.CallRecord;
import io.fleetline.store.CursorMove;
import io.fleetline.store.DeadLetter;
import io.fleetline.store.FactWriter;
import io.fleetline.store.IngestionLog;
import io.fleetline.store.Outcome;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.Answer;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps common to every call: ask, store the answer durably together with the cursor, and write one row of the ingestion
 * log, whatever the outcome.
 */
final class Calls {
    private final IngestionLog log;
    private final InstantSource clock;
    private final LongAdder inserted = new LongAdder();
    private final LongAdder alreadyKnown = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private volatile boolean stopped;

    /** No more calls are made: the caller should stop too. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("the service is stopping", null, false, false);
        }
    }

    Calls(IngestionLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Asks, and stores the answer. */
    <T> Answer<T> store(String method, String account, FactWriter<T> writer, Supplier<Answer<T>> question) {
        return store(method, account, writer, question, answer -> List.of());
    }

    /** Asks, and stores the answer in one transaction with the resulting cursor moves. */
    <T> Answer<T> store(
            String method,
            String account,
            FactWriter<T> writer,
            Supplier<Answer<T>> question,
            Function<Answer<T>, List<CursorMove>> cursors) {
        return logged(method, account, () -> {
            var answer = question.get();
            var deadLetters = answer.rejections().stream()
                    .map(rejection -> new DeadLetter(Channel.POLL, method, rejection))
                    .toList();
            var stored = writer.write(new Batch<>(answer.facts(), deadLetters, cursors.apply(answer)));
            return new CountedAnswer<>(answer, answer.rows(), stored);
        });
    }

    /** What all calls so far have stored. */
    Stored stored() {
        return new Stored(inserted.intValue(), alreadyKnown.intValue(), deadLetters.intValue());
    }

    /** Counts what was stored after a call. */
    void count(Stored stored) {
        inserted.add(stored.inserted());
        alreadyKnown.add(stored.alreadyKnown());
        deadLetters.add(stored.deadLetters());
    }

    /** Lets running calls complete durably, and prevents new ones. */
    void stop() {
        stopped = true;
    }

    /** Makes a call and logs it. A call that the account's gate blocked is not logged. */
    <A> A logged(String method, String account, Supplier<CountedAnswer<A>> call) {
        if (stopped) {
            throw new StoppedException();
        }
        var startedAt = clock.instant();
        var startedNanos = System.nanoTime();
        try {
            var answer = call.get();
            record(method, account, startedAt, startedNanos, answer.rows(), answer.stored(), Outcome.OK, null);
            return answer.answer();
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.BLOCKED) {
                var outcome = e.kind() == TracksolidException.Kind.LIMITED ? Outcome.LIMITED : Outcome.FAILED;
                record(method, account, startedAt, startedNanos, 0, NOTHING, outcome, e.getMessage());
            }
            throw e;
        } catch (StoreUnavailableException e) {
            record(method, account, startedAt, startedNanos, 0, NOTHING, Outcome.FAILED, "database: " + e.getMessage());
            throw e;
        } catch (RuntimeException | Error e) {
            record(method, account, startedAt, startedNanos, 0, NOTHING, Outcome.FAILED, "unexpected: " + e);
            throw e;
        }
    }

    private static final Stored NOTHING = new Stored(0, 0, 0);

    private void record(
            String method,
            String account,
            Instant startedAt,
            long startedNanos,
            int rows,
            Stored stored,
            Outcome outcome,
            @Nullable String error) {
        count(stored);
        var duration = Duration.ofNanos(System.nanoTime() - startedNanos);
        log.record(new CallRecord(
                startedAt,
                method,
                account,
                Channel.POLL,
                rows,
                stored.inserted(),
                stored.deadLetters(),
                duration,
                outcome,
                error));
    }

    /** A call's answer with the figures for the log. */
    record CountedAnswer<A>(A answer, int rows, Stored stored) {}
}
