package io.fleetline.ingest.push;

import java.util.function.Consumer;

/** Turns one item of one family into facts. No vendor field name is known beyond its mappers. */
@FunctionalInterface
interface PushMapper<T> {
    /**
     * @param facts gets what the item says: at least one fact, or none when it throws
     * @throws io.fleetline.wire.UnusableException with the reason why it cannot become a fact
     */
    void map(Item item, Consumer<T> facts);
}
