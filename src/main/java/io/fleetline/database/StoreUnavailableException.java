package io.fleetline.database;

/** The database did not take it. Nothing of the batch can be relied on; handing it in again is always safe. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
