package io.fleetline.ingest.poll;

import io.opentelemetry.context.Context;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a task for each item concurrently; the client itself limits how many calls are sent at once. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Returns when all have ended. A failure does not stop the others.
     *
     * @throws RuntimeException the first failure, in the order of the list
     */
    public static <T> void run(List<T> all, Consumer<T> task) {
        var trace = Context.current();
        List<? extends Future<?>> futures;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            futures = all.stream()
                    .map(one -> executor.submit(trace.wrap(() -> task.accept(one))))
                    .toList();
        }
        for (var future : futures) {
            var failure = failureOf(future);
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static @Nullable RuntimeException failureOf(Future<?> future) {
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                return failure;
            }
            return new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted while others were still at work", e);
        }
    }
}
