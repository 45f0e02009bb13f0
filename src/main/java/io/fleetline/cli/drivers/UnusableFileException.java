package io.fleetline.cli.drivers;

/** The file cannot be read as a vehicle list at all. The message is one line with the file and the reason. */
public final class UnusableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableFileException(String message) {
        super(message);
    }
}
