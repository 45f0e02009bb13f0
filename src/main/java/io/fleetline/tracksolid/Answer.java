package io.fleetline.tracksolid;

import io.fleetline.fleet.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of one call: every row is a fact, a rejection, or silent.
 *
 * @param silentImeis devices that were listed without anything to store: no fix yet, or expired
 * @param rows how many rows the vendor sent
 * @param totalRows the number over all pages; null if the method does not return it
 */
public record Answer<T>(
        List<T> facts,
        List<Rejection> rejections,
        List<String> silentImeis,
        int rows,
        @Nullable Integer totalRows) {

    /** The most rows in one reply of the paged methods and of jimi.device.track.mileage. */
    public static final int MOST_ROWS = 100;

    public Answer {
        facts = List.copyOf(facts);
        rejections = List.copyOf(rejections);
        silentImeis = List.copyOf(silentImeis);
    }

    /** For paged methods and jimi.device.track.mileage: whether the reply is full, so that more rows may exist. */
    public boolean mayBeTruncated() {
        return rows >= MOST_ROWS;
    }
}
