package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.table.FactKind;
import java.util.function.Function;

/**
 * One kind of push.
 *
 * @param path the path that it is sent to
 * @param listName the field that holds the items
 * @param acknowledgement the acknowledgement that its sender expects
 * @param mapper maps its items to facts, with plausibility checks
 * @param kind the kind of fact as which they are stored
 */
record Family<T>(
        String path,
        String listName,
        PushReply acknowledgement,
        Function<Plausibility, PushMapper<T>> mapper,
        FactKind<T> kind) {

    static final PushReply HUB_ACKNOWLEDGEMENT = PushReply.acknowledgement("{\"code\":0,\"msg\":\"success\"}");

    /** A push of the IoT hub. */
    static <T> Family<T> ofHub(String path, Function<Plausibility, PushMapper<T>> mapper, FactKind<T> kind) {
        return new Family<>(path, "data_list", HUB_ACKNOWLEDGEMENT, mapper, kind);
    }
}
