package io.fleetline.store;

/**
 * What became of a batch; the three add up to the facts and dead letters that were handed in.
 *
 * @param inserted facts that were new, and trips and stops that changed what was known
 * @param alreadyKnown facts that changed nothing
 * @param deadLetters items in the dead letters: those handed in, and the facts that the database refused
 */
public record Stored(int inserted, int alreadyKnown, int deadLetters) {
    static final Stored NOTHING = new Stored(0, 0, 0);

    Stored plus(Stored other) {
        return new Stored(
                inserted + other.inserted, alreadyKnown + other.alreadyKnown, deadLetters + other.deadLetters);
    }
}
