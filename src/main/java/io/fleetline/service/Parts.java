package io.fleetline.service;

import io.fleetline.service.watch.DatabaseGauges;
import io.fleetline.service.watch.OwnGauges;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** All parts of the service, in the order in which they start. A new role is one more entry. */
@Singleton
public final class Parts {
    private static final Logger LOG = Logger.getLogger(Parts.class);

    private final List<Part> needed;
    private final Deque<Part> started = new ArrayDeque<>();

    Parts(
            ClockWatch clocks,
            OwnGauges ownGauges,
            DatabaseGauges databaseGauges,
            StorageUpkeep storage,
            CityEvents events,
            ChangeLog changes,
            DerivedData derivedData,
            Reading reading,
            Delivering delivering,
            FactStore store,
            PushIntake pushes,
            NightlyPurge purge,
            Polling polling,
            StatusLine statusLine) {
        needed = Stream.of(
                        clocks,
                        ownGauges,
                        databaseGauges,
                        storage,
                        events,
                        changes,
                        derivedData,
                        reading,
                        delivering,
                        store,
                        pushes,
                        purge,
                        polling,
                        statusLine)
                .filter(Part::isNeeded)
                .toList();
    }

    void start() {
        for (var part : needed) {
            started(part);
            part.start();
        }
    }

    private synchronized void started(Part part) {
        started.push(part);
    }

    void begin() {
        needed.forEach(Part::begin);
    }

    /** Those that have been started and not been closed, the last one first. */
    public synchronized List<Part> running() {
        return new ArrayList<>(started);
    }

    /** Closes each of them, also when another one fails to close. */
    void close() {
        for (var part : running()) {
            try {
                part.close();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s was not closed", part.getClass().getSimpleName());
            }
        }
    }
}
