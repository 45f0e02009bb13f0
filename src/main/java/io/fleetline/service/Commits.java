package io.fleetline.service;

import jakarta.inject.Singleton;

/** Tells the ticker of this process, if it has one, that the store has committed facts. The store needs no change log for it. */
@Singleton
final class Commits {
    private volatile Runnable listener = () -> {};

    /** @param wakened runs after each commit, and returns at once */
    void tell(Runnable wakened) {
        listener = wakened;
    }

    void happened() {
        listener.run();
    }
}
