package io.fleetline.read.feed;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Waits on a virtual thread until something has been written to the network. */
final class Waiting {
    private Waiting() {}

    static void until(Supplier<Future<Void>> write) throws ClientGone {
        try {
            write.get().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException | IllegalStateException e) {
            throw new ClientGone(e);
        }
    }
}
