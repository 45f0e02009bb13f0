package io.fleetline.change;

/** The log no longer holds what follows a position: the reader must load the state anew. */
public final class PositionLostException extends Exception {
    private static final long serialVersionUID = 1;

    PositionLostException(LogPosition position) {
        super("the change log no longer holds what follows the position " + position);
    }
}
