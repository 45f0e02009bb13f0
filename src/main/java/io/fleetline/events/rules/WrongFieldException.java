package io.fleetline.events.rules;

/** A field of a payload has another type than its service's schema says. */
public final class WrongFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param trouble what is wrong with it, for the sender */
    public WrongFieldException(String field, String trouble) {
        // May occur thousands of times: no stack trace.
        super(field + " " + trouble, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** What is wrong, with the name of the field. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
