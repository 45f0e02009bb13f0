package io.fleetline.store;

import io.fleetline.fleet.Channel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of the vendor's API, or one batch pushed to us.
 *
 * @param endpoint API method ({@code jimi.…}) or path ({@code /pushgps})
 * @param account the account concerned; empty for a push
 * @param rowsReceived rows in the answer or the push
 * @param rowsInserted rows that were new
 * @param rowsRejected rows that went to the dead letters
 * @param duration from the request to the commit
 * @param error why it failed; null if it did not
 * @param requestId the request id of the push; null if it had none, and for a call
 */
public record CallRecord(
        Instant startedAt,
        String endpoint,
        String account,
        Channel channel,
        int rowsReceived,
        int rowsInserted,
        int rowsRejected,
        Duration duration,
        Outcome outcome,
        @Nullable String error,
        @Nullable String requestId) {

    /** A call, or other work without a request. */
    public CallRecord(
            Instant startedAt,
            String endpoint,
            String account,
            Channel channel,
            int rowsReceived,
            int rowsInserted,
            int rowsRejected,
            Duration duration,
            Outcome outcome,
            @Nullable String error) {
        this(
                startedAt,
                endpoint,
                account,
                channel,
                rowsReceived,
                rowsInserted,
                rowsRejected,
                duration,
                outcome,
                error,
                null);
    }
}
