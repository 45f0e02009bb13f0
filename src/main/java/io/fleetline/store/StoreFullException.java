package io.fleetline.store;

/** More is waiting to be written than may wait. Nothing of the batch was taken; it may be handed in again a moment later. */
public final class StoreFullException extends RuntimeException {
    StoreFullException(String message) {
        // An answer, given thousands of times when it is given at all: no stack trace.
        super(message, null, false, false);
    }
}
