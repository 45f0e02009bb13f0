package io.fleetline.store;

/** The database did not take it. Nothing of the batch can be relied on; handing it in again is always safe. */
public final class StoreUnavailableException extends RuntimeException {
    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    StoreUnavailableException(String message) {
        super(message);
    }
}
