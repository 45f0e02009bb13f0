package io.fleetline.ingest.push;

import java.util.function.Consumer;

/** Maps one item of one family to facts. Vendor field names are known only to the mappers. */
@FunctionalInterface
interface PushMapper<T> {
    /**
     * @param facts receives the item's facts: at least one, or none if it throws
     * @throws io.fleetline.wire.UnusableException if it cannot become a fact, with the reason
     */
    void map(Item item, Consumer<T> facts);
}
