package io.fleetline.cli;

/** The command was called correctly, but its work failed; the message is one line with the reason. */
final class WorkFailed extends RuntimeException {
    WorkFailed(String message) {
        super(message);
    }
}
