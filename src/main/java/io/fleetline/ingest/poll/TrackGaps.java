package io.fleetline.ingest.poll;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fleetline.clock.ClockTicker;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds gaps in tracks that may still be filled: the vehicle was silent for minutes and then somewhere else. A tracker that returns
 * into coverage may send its live fix first and its buffered fixes later. So the track is requested again from where it broke off, an hour
 * after the gap was seen, then after two, four … hours, within a day. Kept in memory only: after a restart the daily question finds the rest.
 */
final class TrackGaps {
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final double MOVED_DEGREES = 0.002; // about 200 m
    private static final Duration FIRST_AFTER = Duration.ofHours(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);

    /** Of more devices than these, the holes of some are left to the daily question. */
    private static final int MOST_DEVICES = 10_000;

    /** At most one per device; the entry of a device that has left its account expires. */
    private final Cache<String, Gap> gaps;

    TrackGaps(InstantSource clock) {
        this.gaps = Caffeine.newBuilder()
                .maximumSize(MOST_DEVICES)
                .expireAfterWrite(GIVEN_UP_AFTER.multipliedBy(2))
                .ticker(new ClockTicker(clock))
                .executor(Runnable::run)
                .build();
    }

    /** Devices with a hole. */
    long remembered() {
        gaps.cleanUp();
        return gaps.estimatedSize();
    }

    /**
     * The oldest gap in a track.
     *
     * @param from the last fix before it
     * @param seenAt when it was first seen
     * @param nextAt when to ask again
     */
    private record Gap(Instant from, Instant seenAt, Instant nextAt) {
        Gap askedAt(Instant now) {
            var age = Duration.between(seenAt, now);
            return new Gap(from, seenAt, now.plus(age.compareTo(FIRST_AFTER) > 0 ? age : FIRST_AFTER));
        }
    }

    /** The time from which to ask about a device: its cursor, or the beginning of a gap that is due. */
    @Nullable Instant from(String imei, @Nullable Instant cursor, Instant now) {
        var gap = gaps.getIfPresent(imei);
        if (gap == null
                || cursor == null
                || gap.nextAt().isAfter(now)
                || gap.from().isAfter(cursor)) {
            return cursor;
        }
        return gap.from();
    }

    /**
     * Records the gaps in an answer.
     *
     * @param track ordered by time
     */
    void seen(String imei, TimeSpan asked, List<Fix> track, Instant now) {
        var known = gaps.getIfPresent(imei);
        if (known != null && known.from().isBefore(asked.from())) {
            if (known.seenAt().plus(GIVEN_UP_AFTER).isBefore(now)) {
                gaps.invalidate(imei);
            }
            return;
        }
        var found = firstGap(track, now.minus(GIVEN_UP_AFTER));
        if (found == null) {
            gaps.invalidate(imei);
        } else {
            var seenAt = known != null && known.from().equals(found) ? known.seenAt() : now;
            gaps.put(imei, new Gap(found, seenAt, now).askedAt(now));
        }
    }

    private static @Nullable Instant firstGap(List<Fix> track, Instant since) {
        return IntStream.range(1, track.size())
                .filter(i -> track.get(i).gpsTime().isAfter(since) && isGap(track.get(i - 1), track.get(i)))
                .mapToObj(i -> track.get(i - 1).gpsTime())
                .findFirst()
                .orElse(null);
    }

    private static boolean isGap(Fix before, Fix after) {
        return before.gpsTime().plus(SILENCE).isBefore(after.gpsTime())
                && Math.max(Math.abs(before.lat() - after.lat()), Math.abs(before.lng() - after.lng())) > MOVED_DEGREES;
    }
}
