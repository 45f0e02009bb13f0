package io.fleetline.database;

/** The database did not accept the batch. Nothing of it is guaranteed to be stored; submitting it again is always safe. */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
