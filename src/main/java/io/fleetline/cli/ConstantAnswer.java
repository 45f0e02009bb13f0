package io.fleetline.cli;

import io.netty.buffer.Unpooled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What benchmarks compare real answers with: so many bytes as the system property says; without it there is no such path. */
@Path("/bench/constant")
@Produces(MediaType.APPLICATION_JSON)
public class ConstantAnswer {
    private final Buffer body = Buffer.buffer(Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer(new byte[Integer.getInteger("fleetline.bench.constant-bytes", 0)])
                    .asReadOnly()));

    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public RestResponse<Buffer> constant() {
        if (body.length() == 0) {
            throw new NotFoundException("no constant answer is set");
        }
        return ResponseBuilder.ok(body).build();
    }
}
