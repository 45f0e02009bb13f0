package io.fleetline.read.analytics;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes what the reports have in common: their parameters, and the CSV format. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class DescribedParameters implements OASFilter {
    private static final List<String> PATHS = List.of(
            "/analytics/fleet-summary", "/analytics/utilisation", "/analytics/driver-behaviour", "/analytics/fuel");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        PATHS.stream()
                .map(path -> api.getPaths().getPathItem(path))
                .filter(item -> item != null && item.getGET() != null)
                .forEach(item -> describe(item.getGET()));
    }

    private static void describe(Operation operation) {
        operation
                .getResponses()
                .getAPIResponse("200")
                .getContent()
                .addMediaType(
                        AnalyticsResource.CSV,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
        Stream.of("from", "to")
                .map(name -> OASFactory.createParameter().ref(name))
                .forEach(operation::addParameter);
        operation.addParameter(text("format", "json or csv; takes precedence over the Accept header.", "csv"));
        operation.addParameter(text(
                "bom", "For CSV: 1 puts a byte order mark before the text, which Excel needs to read UTF-8.", "1"));
        operation.addParameter(text(
                "rows",
                "For CSV: the name of the list in the answer; by default the one that is paged.",
                "by_vehicle"));
        operation.addParameter(text(
                "after",
                "Rows after this cursor: the `next` of a truncated answer.",
                "383630303030303030303030303031"));
        operation.addParameter(parameter(
                        "limit",
                        "The most rows, 1 to 10,000; a truncated answer has truncated set and the cursor in next.")
                .schema(OASFactory.createSchema()
                        .addType(SchemaType.INTEGER)
                        .defaultValue(ReportQuestion.DEFAULT_LIMIT))
                .example(ReportQuestion.DEFAULT_LIMIT));
    }

    private static Parameter text(String name, String description, String example) {
        return parameter(name, description)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING))
                .example(example);
    }

    private static Parameter parameter(String name, String description) {
        return OASFactory.createParameter().name(name).in(Parameter.In.QUERY).description(description);
    }
}
