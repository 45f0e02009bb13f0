package io.fleetline.outbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a webhook may subscribe to. A further kind is one more entry, and its function that gives the documents. */
enum EventKind {
    ALARM("alarms", "outbox.fn_alarms", "imei", "alarm_time"),
    TRIP("trips", "outbox.fn_trips", "imei", "start_time"),
    /** A city event; its subject is the service. */
    EVENT("event", "outbox.fn_events", "service", "timestamp"),
    /** Another webhook fails, or was disabled. */
    WEBHOOK("endpoints", "outbox.fn_endpoint_events", "webhook", "at");

    private final String changeKind;
    private final String documents;
    private final String subjectField;
    private final String timeField;

    /**
     * @param changeKind in the change log
     * @param documents the function that gives them, by subjects, times and details
     */
    EventKind(String changeKind, String documents, String subjectField, String timeField) {
        this.changeKind = changeKind;
        this.documents = documents;
        this.subjectField = subjectField;
        this.timeField = timeField;
    }

    /** As in subscriptions and in the type of an event. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<EventKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    static Optional<EventKind> ofChange(String changeKind) {
        return Arrays.stream(values())
                .filter(kind -> kind.changeKind.equals(changeKind))
                .findFirst();
    }

    /** For messages. */
    static String words() {
        return Arrays.stream(values()).map(EventKind::word).collect(Collectors.joining(", "));
    }

    String changeKind() {
        return changeKind;
    }

    String documents() {
        return documents;
    }

    String subjectField() {
        return subjectField;
    }

    String timeField() {
        return timeField;
    }
}
