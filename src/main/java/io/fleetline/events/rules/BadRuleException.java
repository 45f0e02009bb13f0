package io.fleetline.events.rules;

/** A schema or a rule in the database cannot be understood. */
public final class BadRuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadRuleException(String message) {
        super(message);
    }

    /** What is wrong with it. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
