package io.fleetline.read;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Says of every operation what all have in common, so that each resource tells only what is its own. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final String WITHOUT_TOKEN = "/health";

    /** Names of META-INF/openapi.yaml, in an order that is the same in every build. */
    private static final Map<String, String> PROBLEMS =
            new TreeMap<>(Map.of("400", "BadRequest", "401", "Unauthorized", "503", "Unavailable"));

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .values()
                        .forEach(operation -> complete(operation, path.equals(WITHOUT_TOKEN))));
    }

    private static void complete(Operation operation, boolean open) {
        if (open) {
            operation.setSecurity(List.of());
            return;
        }
        var responses = operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        PROBLEMS.forEach((status, name) -> addProblem(responses, status, name));
        operation.setResponses(responses);
    }

    private static void addProblem(APIResponses responses, String status, String name) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }
}
