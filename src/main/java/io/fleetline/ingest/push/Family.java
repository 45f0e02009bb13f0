package io.fleetline.ingest.push;

import io.fleetline.store.FactWriter;

/**
 * One kind of push.
 *
 * @param path where it is sent to
 * @param listName the field that holds the items
 * @param acknowledgement what its sender takes for a yes
 */
record Family<T>(String path, String listName, Reply acknowledgement, PushMapper<T> mapper, FactWriter<T> writer) {

    static final Reply HUB_ACKNOWLEDGEMENT = Reply.acknowledgement("{\"code\":0,\"msg\":\"success\"}");

    /** A push of the IoT hub. */
    static <T> Family<T> ofHub(String path, PushMapper<T> mapper, FactWriter<T> writer) {
        return new Family<>(path, "data_list", HUB_ACKNOWLEDGEMENT, mapper, writer);
    }
}
