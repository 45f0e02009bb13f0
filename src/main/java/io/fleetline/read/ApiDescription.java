package io.fleetline.read;

import static java.util.Objects.requireNonNull;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/** Adds to every operation what all have in common, so that each resource describes only its own part. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDescription implements OASFilter {
    private static final Set<String> WITHOUT_TOKEN = Set.of("/", "/health");

    /** The operations that take the filters: all that show vehicles. */
    private static final Set<String> FILTERED = Set.of(
            "/webhook/live-positions",
            "/webhook/live-positions/track",
            "/webhook/fleet-dashboard",
            "/webhook/fleet-dashboard/trips",
            "/alarms",
            "/roads",
            "/analytics/filters",
            "/analytics/fleet-summary",
            "/analytics/utilisation",
            "/analytics/driver-behaviour",
            "/analytics/fuel",
            "/ogc/collections/{collectionId}/items");

    /** Names from META-INF/openapi.yaml, in an order that is the same in every build. */
    private static final Map<String, String> PROBLEMS = new TreeMap<>(
            Map.of("400", "BadRequest", "401", "Unauthorized", "429", "TooManyRequests", "503", "Unavailable"));

    /** Parameters whose type an annotation cannot state; any other without a type is text. */
    private static final Set<String> NUMBERS = Set.of("hours", "simplify");

    @Override
    public void filterOpenAPI(OpenAPI description) {
        describeTripFilters(description.getComponents());
        var known = description.getComponents().getParameters().keySet();
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().forEach((method, operation) -> {
                    if (FILTERED.contains(path)) {
                        addFilters(operation);
                    }
                    complete(operation, WITHOUT_TOKEN.contains(path), known);
                    type(operation, DescribedAnswers.of(method.name(), path));
                }));
    }

    /** The body of a form or of JSON has each filter as the query string has it. */
    private static void describeTripFilters(Components components) {
        var schema = requireNonNull(components.getSchemas().get("TripFilters"));
        var properties = new LinkedHashMap<String, Schema>();
        for (var name : Filters.NAMES) {
            var parameter = requireNonNull(
                    components.getParameters().get(name), () -> "openapi.yaml describes no parameter " + name);
            properties.put(
                    name,
                    OASFactory.createSchema()
                            .description(parameter.getDescription())
                            .addType(SchemaType.ARRAY)
                            .items(parameter.getSchema().getItems()));
        }
        properties.putAll(schema.getProperties());
        schema.setProperties(properties);
    }

    /** The filters first, then the operation's own parameters. */
    private static void addFilters(Operation operation) {
        var own = operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters();
        operation.setParameters(Stream.concat(Filters.NAMES.stream().map(ApiDescription::described), own.stream())
                .toList());
    }

    private static Parameter described(String name) {
        return OASFactory.createParameter().ref("#/components/parameters/" + name);
    }

    private static void complete(Operation operation, boolean open, Set<String> known) {
        if (operation.getParameters() != null) {
            operation.setParameters(operation.getParameters().stream()
                    .map(parameter -> explained(parameter, known))
                    .toList());
        }
        if (open) {
            operation.setSecurity(List.of());
            return;
        }
        var responses = operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        PROBLEMS.forEach((status, name) -> addProblem(responses, status, name));
        responses.getAPIResponses().forEach(ApiDescription::typeProblem);
        operation.setResponses(responses);
    }

    /** Sets the operation's id and tag, and the schema of its answer. */
    private static void type(Operation operation, DescribedAnswers.@Nullable Description answer) {
        if (answer == null) {
            return;
        }
        operation.operationId(answer.operationId()).tags(List.of(answer.tag()));
        var fine = operation.getResponses().getAPIResponse("200");
        if (fine != null && fine.getContent() != null) {
            fine.getContent()
                    .getMediaTypes()
                    .forEach((type, content) -> content.setSchema(
                            type.endsWith("json") ? OASFactory.createSchema().ref(answer.schema()) : text()));
        }
    }

    private static void typeProblem(String status, APIResponse response) {
        if (status.compareTo("400") >= 0 && response.getRef() == null && response.getContent() == null) {
            var problem = OASFactory.createMediaType()
                    .schema(OASFactory.createSchema().ref("Problem"));
            response.content(OASFactory.createContent().addMediaType(ProblemJson.MEDIA_TYPE, problem));
        }
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }

    /**
     * A parameter with only a name is replaced by the one in META-INF/openapi.yaml. (Of several annotations with a ref and no name, the
     * scanner keeps only one.)
     */
    private static Parameter explained(Parameter parameter, Set<String> known) {
        if (parameter.getRef() != null || parameter.getIn() != Parameter.In.QUERY) {
            return parameter;
        }
        return parameter.getDescription() == null && known.contains(parameter.getName())
                ? described(parameter.getName())
                : typed(parameter);
    }

    private static Parameter typed(Parameter parameter) {
        if (parameter.getSchema() != null) {
            return parameter;
        } else if (NUMBERS.contains(parameter.getName())) {
            return parameter
                    .schema(OASFactory.createSchema().addType(SchemaType.NUMBER))
                    .example(new BigDecimal(String.valueOf(parameter.getExample())));
        }
        return parameter.schema(text());
    }

    private static void addProblem(APIResponses responses, String status, String name) {
        if (!responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref("#/components/responses/" + name));
        }
    }
}
