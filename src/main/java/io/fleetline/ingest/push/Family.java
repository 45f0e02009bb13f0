package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.table.FactKind;
import java.util.function.Function;

/**
 * One kind of push.
 *
 * @param path where it is sent to
 * @param listName the field that holds the items
 * @param acknowledgement what its sender takes for a yes
 * @param mapper makes facts of its items, by what is plausible
 * @param kind as which they are stored
 */
record Family<T>(
        String path,
        String listName,
        Reply acknowledgement,
        Function<Plausibility, PushMapper<T>> mapper,
        FactKind<T> kind) {

    static final Reply HUB_ACKNOWLEDGEMENT = Reply.acknowledgement("{\"code\":0,\"msg\":\"success\"}");

    /** A push of the IoT hub. */
    static <T> Family<T> ofHub(String path, Function<Plausibility, PushMapper<T>> mapper, FactKind<T> kind) {
        return new Family<>(path, "data_list", HUB_ACKNOWLEDGEMENT, mapper, kind);
    }
}
