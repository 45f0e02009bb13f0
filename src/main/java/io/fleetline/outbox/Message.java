package io.fleetline.outbox;

/**
 * What is sent to a receiver; the same bytes at each attempt.
 *
 * @param id the same at each attempt
 * @param failedBefore attempts that have failed
 * @param isRow whether it is one of those that wait in the table
 */
record Message(String id, String body, int failedBefore, boolean isRow) {

    /** One that has not been sent before. */
    static Message first(String id, String body) {
        return new Message(id, body, 0, false);
    }
}
