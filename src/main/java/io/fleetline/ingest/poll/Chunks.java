package io.fleetline.ingest.poll;

import java.util.ArrayList;
import java.util.List;

/** Splits a list into pieces that fit in a call. */
final class Chunks {
    private Chunks() {}

    static <T> List<List<T>> of(List<T> all, int size) {
        var chunks = new ArrayList<List<T>>();
        for (int start = 0; start < all.size(); start += size) {
            chunks.add(all.subList(start, Math.min(all.size(), start + size)));
        }
        return chunks;
    }
}
