package io.fleetline.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Numbers the messages to one endpoint, subject by subject: 1, 2, 3, …, so that the receiver sees when one is missing. */
final class Numbering {
    private static final int MOST_REMEMBERED = 200;

    private final EndpointRows rows;
    private final UUID endpoint;

    /** What is stored; the least recently used are forgotten first. */
    private final Map<String, Long> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Numbering(EndpointRows rows, UUID endpoint) {
        this.rows = rows;
        this.endpoint = endpoint;
    }

    record Numbered(OutboxEvent event, long number) {
        Message message() {
            return Message.first(
                    event.cursor().eventId(), CloudEvent.of(event, number).toString());
        }
    }

    /** The same events get the same numbers until {@link #keep} is called. */
    List<Numbered> number(List<OutboxEvent> events) {
        var counts = known(events);
        var numbered = new ArrayList<Numbered>();
        for (var event : events) {
            numbered.add(new Numbered(event, counts.merge(event.subject(), 1L, Long::sum)));
        }
        return numbered;
    }

    private Map<String, Long> known(List<OutboxEvent> events) {
        var known = new HashMap<String, Long>();
        var unknown = new HashSet<String>();
        for (var event : events) {
            var number = last.get(event.subject());
            if (number == null) {
                unknown.add(event.subject());
            } else {
                known.put(event.subject(), number);
            }
        }
        if (!unknown.isEmpty()) {
            known.putAll(rows.sequences(endpoint, unknown));
        }
        return known;
    }

    /** These have been sent, and are about to be stored. Returns the last number of each subject. */
    Map<String, Long> keep(List<Numbered> sent) {
        var newest = new HashMap<String, Long>();
        sent.forEach(one -> newest.put(one.event.subject(), one.number));
        last.putAll(newest);
        return newest;
    }
}
