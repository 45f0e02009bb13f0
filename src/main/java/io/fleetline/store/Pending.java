package io.fleetline.store;

import io.fleetline.database.StoreUnavailableException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A submission, and the future of its answer.
 *
 * @param weight its weight in a batch
 * @param origin the span of the submission; an invalid one without traces
 */
public record Pending<S, R>(S submission, int weight, SpanContext origin, CompletableFuture<R> answer) {

    public Pending(S submission, int weight) {
        this(submission, weight, Span.current().getSpanContext(), new CompletableFuture<>());
    }

    public void complete(R result) {
        answer.complete(result);
    }

    public void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }

    /** Waits for the answer. An exception is wrapped again, so that each caller sees its own stack trace. */
    public R await() {
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
