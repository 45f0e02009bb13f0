package io.fleetline.store;

/**
 * The result of a batch; the three add up to its facts and dead letters.
 *
 * @param inserted new facts, and trips and stops that changed a known one
 * @param alreadyKnown facts that changed nothing
 * @param deadLetters items in the dead letters: the submitted ones, and the facts that the database refused
 */
public record Stored(int inserted, int alreadyKnown, int deadLetters) {
    static final Stored NOTHING = new Stored(0, 0, 0);

    Stored plus(Stored other) {
        return new Stored(
                inserted + other.inserted, alreadyKnown + other.alreadyKnown, deadLetters + other.deadLetters);
    }
}
