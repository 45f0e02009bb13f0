package io.fleetline.store;

/** The queue is full. Nothing of the batch was accepted; it may be submitted again a moment later. */
public final class StoreFullException extends RuntimeException {
    StoreFullException(String message) {
        // May occur thousands of times: no stack trace.
        super(message, null, false, false);
    }
}
