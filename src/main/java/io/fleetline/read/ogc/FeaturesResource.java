package io.fleetline.read.ogc;

import io.fleetline.read.CurrentCaller;
import io.fleetline.read.FilterNames;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.Explode;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterStyle;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The features of the collections: a page of them, or one. */
@Path("/ogc/collections/{collectionId}/items")
@Produces({Link.GEO_JSON, MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
@Tag(name = "OGC API – Features")
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class FeaturesResource {
    private final Features features;
    private final CurrentCaller caller;
    private final GeoJson geoJson;
    private final FilterNames names;

    FeaturesResource(Features features, CurrentCaller caller, GeoJson geoJson, FilterNames names) {
        this.features = features;
        this.names = names;
        this.caller = caller;
        this.geoJson = geoJson;
    }

    /** A page; its {@code next} link points to the next one. An unknown parameter is refused, as the standard requires. */
    @GET
    @Operation(summary = "Features of a collection")
    @Parameter(
            name = "bbox",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.FALSE,
            description =
                    "Only features that intersect this box: west, south, east, north in degrees (or with a lowest and a highest height,"
                            + " as 6 numbers), in the order and unit of bbox-crs. If west is greater than east, the box crosses the antimeridian.",
            schema = @Schema(type = SchemaType.ARRAY, minItems = 4, maxItems = 6, implementation = Double.class),
            example = "[36.6, -1.5, 37.1, -1.1]")
    @Parameter(
            name = "datetime",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.FALSE,
            description =
                    "Only features of this time: an instant, or an interval from/to, both ends inclusive, either of them .. if open."
                            + " Days are business days.",
            schema = @Schema(type = SchemaType.STRING),
            example = "2026-03-10T06:00:00Z/2026-03-10T18:00:00Z")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            style = ParameterStyle.FORM,
            explode = Explode.FALSE,
            description =
                    "The most features on a page; a higher value counts as the maximum. Driven trips and tracks: default 10, at most 1,000.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "Where the page begins: copied unchanged from a next link",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(name = "bbox-crs", in = ParameterIn.QUERY)
    @Parameter(name = "crs", in = ParameterIn.QUERY)
    @Parameter(
            name = "f",
            in = ParameterIn.QUERY,
            description = "The format; takes precedence over the Accept header",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"json", "geojson", "html"}))
    @APIResponse(
            responseCode = "200",
            description = "A page of features; the next link points to the next page",
            content = {
                @Content(
                        mediaType = Link.GEO_JSON,
                        examples = @ExampleObject(name = "trips", value = OgcExamples.FEATURES)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @APIResponse(responseCode = "400", description = "A parameter is unknown or invalid; detail names it")
    @APIResponse(responseCode = "404", description = "There is no such collection")
    @RunOnVirtualThread
    public Response items(
            @Parameter(name = "collectionId", in = ParameterIn.PATH, description = "The collection", example = "trips")
                    @RestPath
                    String collectionId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        var collection = OgcCollection.of(collectionId);
        var given = uri.getQueryParameters();
        var question = ItemsQuery.of(collection, names.read(given, caller.caller()), caller.caller());
        var addresses = new Addresses(request);
        var text = geoJson.page(collection, given, features.page(collection, question), addresses);
        var answer = OgcFormat.of(given, headers.getAcceptableMediaTypes()) == OgcFormat.HTML
                ? OgcAnswers.page(HtmlPages.of(collection, geoJson.tree(text), addresses), request)
                : OgcAnswers.json(text, OgcFormat.ofFeatures(headers.getAcceptableMediaTypes()));
        return in(question.crs(), answer);
    }

    /** One feature. */
    @GET
    @Path("/{featureId}")
    @Operation(summary = "A feature of a collection")
    @Parameter(name = "crs", in = ParameterIn.QUERY)
    @APIResponse(
            responseCode = "200",
            description = "The feature",
            content = {
                @Content(
                        mediaType = Link.GEO_JSON,
                        examples = @ExampleObject(name = "trip", value = OgcExamples.FEATURE)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @APIResponse(responseCode = "404", description = "There is no such collection, or no such feature in it")
    @RunOnVirtualThread
    public Response item(
            @Parameter(name = "collectionId", in = ParameterIn.PATH, description = "The collection", example = "trips")
                    @RestPath
                    String collectionId,
            @Parameter(
                            name = "featureId",
                            in = ParameterIn.PATH,
                            description = "The id of the feature",
                            example = "860000000000001~20260310T090000.000000Z")
                    @RestPath
                    String featureId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        var collection = OgcCollection.of(collectionId);
        var given = uri.getQueryParameters();
        QueryNames.check(given);
        var crs = ItemsQuery.crs(given);
        var addresses = new Addresses(request);
        var text = FeatureKey.parse(collection, featureId)
                .flatMap(key -> features.one(collection, featureId, ItemsQuery.of(key, crs, caller.caller())))
                .map(found -> geoJson.feature(collection, featureId, found, addresses))
                .orElseThrow(() -> new NotFoundException("there is no such feature in " + collection.id()));
        var answer = OgcFormat.of(given, headers.getAcceptableMediaTypes()) == OgcFormat.HTML
                ? OgcAnswers.page(HtmlPages.ofFeature(collection, geoJson.tree(text), addresses), request)
                : OgcAnswers.json(text, OgcFormat.ofFeatures(headers.getAcceptableMediaTypes()));
        return in(crs, answer);
    }

    private static Response in(Crs crs, ResponseBuilder answer) {
        return answer.header("Content-Crs", "<" + crs.uri() + ">").build();
    }
}
