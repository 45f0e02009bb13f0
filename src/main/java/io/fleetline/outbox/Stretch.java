package io.fleetline.outbox;

import java.util.List;

/**
 * A piece of the stream of events.
 *
 * @param events in their order
 * @param reached up to here there are no others
 * @param isEnd whether nothing follows yet
 */
record Stretch(List<OutboxEvent> events, EventCursor reached, boolean isEnd) {}
