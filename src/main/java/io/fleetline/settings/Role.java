package io.fleetline.settings;

/** What a process may do; one machine does all, many machines share them. */
public enum Role {
    /** Polls the vendor's cloud. */
    INGEST,
    /** Takes the vendor's pushes. */
    WEBHOOK,
    /** Answers people. */
    READ,
    /** Takes city events, derives others by rules, and answers who asks about them. */
    EVENTS,
    /** Delivers events to webhooks. */
    OUTBOX
}
