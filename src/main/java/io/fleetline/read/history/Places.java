package io.fleetline.read.history;

import jakarta.ws.rs.ServiceUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many may be at something at once; who comes then waits a moment, and is asked to come again later. */
final class Places {
    private static final long PATIENCE_S = 2;
    private static final long RETRY_AFTER_S = 5;

    private final Semaphore free;

    Places(int number) {
        this.free = new Semaphore(number, true);
    }

    /** A place, until it is given back. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws ServiceUnavailableException when there is none within two seconds */
    Permit take() {
        try {
            if (free.tryAcquire(PATIENCE_S, TimeUnit.SECONDS)) {
                return free::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ServiceUnavailableException(
                "as many tracks and lists of trips as can be are being sent: ask again later", RETRY_AFTER_S);
    }
}
