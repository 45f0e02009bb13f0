package io.fleetline.read;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** For tests: a request that fails with an {@link Error}. */
@Path("/test/error")
public class ErrorResource {
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public String fail() {
        throw new StackOverflowError("secret");
    }
}
