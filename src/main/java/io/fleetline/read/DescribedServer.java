package io.fleetline.read;

import io.quarkus.arc.Arc;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Sets the server's absolute URL in the description that a request gets: OGC API clients do not support relative ones. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class DescribedServer implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI description) {
        var request = Arc.container().instance(CurrentVertxRequest.class).get().getCurrent();
        if (request != null) {
            description.setServers(List.of(OASFactory.createServer()
                    .url(ServiceAddress.of(request.request()))
                    .description("This service")));
        }
    }
}
