package io.fleetline.read.ogc;

import io.fleetline.read.CurrentCaller;
import io.fleetline.read.ogc.CollectionDocument.Extent;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The landing page, conformance classes and collections of the OGC API. */
@Path("/ogc")
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
@Tag(name = "OGC API – Features")
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class OgcResource {
    private static final String PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";

    private static final String PART_2 = "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/";

    private final Features features;
    private final CurrentCaller caller;

    OgcResource(Features features, CurrentCaller caller) {
        this.features = features;
        this.caller = caller;
    }

    /** Links to everything else. */
    @GET
    @Operation(summary = "The landing page of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "Links to the description, the conformance and the data",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "landing", value = OgcExamples.LANDING_PAGE)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @RunOnVirtualThread
    public Response landingPage(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        QueryNames.check(uri.getQueryParameters());
        var addresses = new Addresses(request);
        var openApi = "application/vnd.oai.openapi+json;version=3.0";
        var document = new LandingPage(
                "Fleetline",
                "The fleet's positions, trips, tracks, stops and alarms",
                List.of(
                        Link.toJson(addresses.landingPage(), "self", "This page"),
                        Link.toHtml(addresses.landingPage(), "This page for people"),
                        new Link(addresses.openApi(), "service-desc", openApi, "The description of the API"),
                        Link.toJson(addresses.conformance(), "conformance", "The parts of the standard it holds to"),
                        Link.toJson(addresses.collections(), "data", "The collections")));
        return answer(document, uri, headers, request, () -> HtmlPages.of(document));
    }

    /** The conformance classes of the standard that we implement. */
    @GET
    @Path("/conformance")
    @Operation(summary = "The conformance classes that the OGC API implements")
    @APIResponse(
            responseCode = "200",
            description = "Conformance classes",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "conformance", value = OgcExamples.CONFORMANCE)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @RunOnVirtualThread
    public Response conformance(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        QueryNames.check(uri.getQueryParameters());
        var document = new Conformance(
                List.of(PART_1 + "core", PART_1 + "geojson", PART_1 + "html", PART_1 + "oas30", PART_2 + "crs"));
        return answer(document, uri, headers, request, () -> HtmlPages.of(document, new Addresses(request)));
    }

    /** All collections. */
    @GET
    @Path("/collections")
    @Operation(summary = "The collections of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "The collections, each with its extent and links",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "collections", value = OgcExamples.COLLECTIONS)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @RunOnVirtualThread
    public Response collections(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request) {
        QueryNames.check(uri.getQueryParameters());
        var addresses = new Addresses(request);
        var extents = features.extents(caller.caller());
        var document = new Collections(
                List.of(
                        Link.toJson(addresses.collections(), "self", "This list"),
                        Link.toHtml(addresses.collections(), "This list as a page")),
                Arrays.stream(OgcCollection.values())
                        .map(collection -> CollectionDocument.of(
                                collection, extents.getOrDefault(collection.id(), Extent.NONE), addresses))
                        .toList());
        return answer(document, uri, headers, request, () -> HtmlPages.of(document, addresses));
    }

    /** One collection. */
    @GET
    @Path("/collections/{collectionId}")
    @Operation(summary = "A collection of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "The collection with its extent and links",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        examples = @ExampleObject(name = "trips", value = OgcExamples.COLLECTION)),
                @Content(mediaType = MediaType.TEXT_HTML)
            })
    @APIResponse(responseCode = "404", description = "There is no such collection")
    @RunOnVirtualThread
    public Response collection(
            @Parameter(name = "collectionId", in = ParameterIn.PATH, description = "The collection", example = "trips")
                    @RestPath
                    String collectionId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        QueryNames.check(uri.getQueryParameters());
        var collection = OgcCollection.of(collectionId);
        var extent = features.extents(caller.caller()).getOrDefault(collection.id(), Extent.NONE);
        var document = CollectionDocument.of(collection, extent, new Addresses(request));
        return answer(document, uri, headers, request, () -> HtmlPages.of(document));
    }

    private static Response answer(
            Object document, UriInfo uri, HttpHeaders headers, HttpServerRequest request, Supplier<String> page) {
        var format = OgcFormat.of(uri.getQueryParameters(), headers.getAcceptableMediaTypes());
        return (format == OgcFormat.HTML
                        ? OgcAnswers.page(page.get(), request)
                        : OgcAnswers.json(document, MediaType.APPLICATION_JSON))
                .build();
    }

    /** The links to start from. */
    record LandingPage(String title, String description, List<Link> links) {}

    /** The URIs of conformance classes. */
    record Conformance(List<String> conformsTo) {}

    /** The list of collections. */
    record Collections(List<Link> links, List<CollectionDocument> collections) {}
}
