package io.fleetline.cli;

/** The command's work could not be done, though nothing is wrong with how it was called; the message is one line that says why. */
final class WorkFailed extends RuntimeException {
    WorkFailed(String message) {
        super(message);
    }
}
