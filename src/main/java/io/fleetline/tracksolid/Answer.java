package io.fleetline.tracksolid;

import io.fleetline.fleet.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call brought: every row is a fact, a rejection, or silent.
 *
 * @param silentImeis devices that were listed, but with nothing to store: no fix yet, or expired
 * @param rows how many rows the vendor sent
 * @param totalRows how many there are over all pages; null when the method does not say
 */
public record Answer<T>(
        List<T> facts,
        List<Rejection> rejections,
        List<String> silentImeis,
        int rows,
        @Nullable Integer totalRows) {

    /** The most rows that the paged methods, and jimi.device.track.mileage, put into one reply. */
    public static final int MOST_ROWS = 100;

    public Answer {
        facts = List.copyOf(facts);
        rejections = List.copyOf(rejections);
        silentImeis = List.copyOf(silentImeis);
    }

    /** Of a paged method or jimi.device.track.mileage: whether the reply is full, so that there may be more to ask for. */
    public boolean mayBeTruncated() {
        return rows >= MOST_ROWS;
    }
}
