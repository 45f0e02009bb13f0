package io.fleetline.simulator;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters of a request, from the query string, the form or both. */
final class Parameters {
    private Parameters() {}

    /** The first value of a repeated name counts; the form takes precedence over the query string. */
    static Map<String, String> of(HttpServerRequest request, Buffer body) {
        var params = new HashMap<String, String>();
        add(new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true), params);
        add(new QueryStringDecoder(body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false), params);
        return params;
    }

    private static void add(QueryStringDecoder decoder, Map<String, String> params) {
        decoder.parameters().forEach((name, values) -> params.put(name, values.getFirst()));
    }
}
