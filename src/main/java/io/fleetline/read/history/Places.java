package io.fleetline.read.history;

import jakarta.ws.rs.ServiceUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A limit on concurrent work: callers beyond it wait a moment, and are then asked to retry later. */
final class Places {
    private static final long PATIENCE_S = 2;
    private static final long RETRY_AFTER_S = 5;

    private final Semaphore free;

    Places(int number) {
        this.free = new Semaphore(number, true);
    }

    /** A place, until it is closed. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ServiceUnavailableException if none is free within two seconds */
    Permit take() {
        try {
            if (free.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
                return free::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ServiceUnavailableException(
                "too many tracks and trip lists are being sent: try again later", RETRY_AFTER_S);
    }
}
