package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Something handed in, and the promise of an answer.
 *
 * @param weight how much of a batch it fills
 * @param origin the span within which it was handed in; an invalid one without traces
 */
record Pending<S, R>(S submission, int weight, SpanContext origin, CompletableFuture<R> answer) {

    Pending(S submission, int weight) {
        this(submission, weight, Span.current().getSpanContext(), new CompletableFuture<>());
    }

    void complete(R result) {
        answer.complete(result);
    }

    void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }

    /** Waits for the answer. An exception is wrapped anew, so that each caller sees where he himself was waiting. */
    R await() {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the commit", e);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case StoreUnavailableException away ->
                    new StoreUnavailableException(String.valueOf(away.getMessage()), away);
                case IllegalArgumentException refused -> new IllegalArgumentException(refused.getMessage(), refused);
                case null, default -> new IllegalStateException("the batch could not be written", e.getCause());
            };
        }
    }
}
