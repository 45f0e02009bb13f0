package io.fleetline.cli.drivers;

/** The file cannot be read as a list of vehicles at all. The message is one line that names it and says why. */
public final class UnusableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }
}
