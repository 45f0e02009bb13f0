package io.fleetline.cli;

import io.netty.buffer.Unpooled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.ByteBuffer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What benchmarks compare real answers with: so many bytes as they ask for; without the system property there is no such path. */
@Path("/bench/constant")
@Produces(MediaType.APPLICATION_JSON)
public class ConstantAnswer {
    private static final boolean ON = Boolean.getBoolean("fleetline.bench.constant");
    private static final int MOST_BYTES = 16 << 20;

    private volatile Buffer body = zeros(0);

    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public RestResponse<Buffer> constant(@RestQuery int bytes) {
        if (!ON || bytes < 1 || bytes > MOST_BYTES) {
            throw new NotFoundException("no constant answer is set");
        }
        var constant = body;
        if (constant.length() != bytes) {
            constant = zeros(bytes);
            body = constant;
        }
        return ResponseBuilder.ok(constant).build();
    }

    private static Buffer zeros(int bytes) {
        return Buffer.buffer(Unpooled.unreleasableBuffer(
                Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes)).asReadOnly()));
    }
}
