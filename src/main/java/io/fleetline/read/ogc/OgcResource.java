package io.fleetline.read.ogc;

import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What the OGC API offers, and to which parts of the standard it holds. */
@Path("/ogc")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OGC API – Features")
@EndpointDisabled(name = "fleetline.read.off", stringValue = "true")
public class OgcResource {
    private static final String PART_1 = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";

    private final Features features;

    OgcResource(Features features) {
        this.features = features;
    }

    /** The way to everything else. */
    @GET
    @Operation(summary = "The landing page of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "Links to the description, the conformance and the data",
            content = @Content(examples = @ExampleObject(name = "landing", value = OgcExamples.LANDING_PAGE)))
    @RunOnVirtualThread
    public LandingPage landingPage(@Context UriInfo uri) {
        QueryNames.check(uri.getQueryParameters());
        var addresses = new Addresses(uri);
        var openApi = "application/vnd.oai.openapi+json;version=3.0";
        return new LandingPage(
                "Fleetline",
                "The fleet's positions, trips, tracks, stops and alarms",
                List.of(
                        Link.toJson(addresses.landingPage(), "self", "This page"),
                        new Link(addresses.openApi(), "service-desc", openApi, "The description of the API"),
                        Link.toJson(addresses.conformance(), "conformance", "The parts of the standard it holds to"),
                        Link.toJson(addresses.collections(), "data", "The collections")));
    }

    /** The classes of the standard's Part 1 that hold. */
    @GET
    @Path("/conformance")
    @Operation(summary = "The parts of the standard that the OGC API holds to")
    @APIResponse(
            responseCode = "200",
            description = "Conformance classes",
            content = @Content(examples = @ExampleObject(name = "conformance", value = OgcExamples.CONFORMANCE)))
    @RunOnVirtualThread
    public Conformance conformance(@Context UriInfo uri) {
        QueryNames.check(uri.getQueryParameters());
        return new Conformance(List.of(PART_1 + "core", PART_1 + "geojson", PART_1 + "oas30"));
    }

    /** All of them. */
    @GET
    @Path("/collections")
    @Operation(summary = "The collections of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "The collections, each with its extent and links",
            content = @Content(examples = @ExampleObject(name = "collections", value = OgcExamples.COLLECTIONS)))
    @RunOnVirtualThread
    public Collections collections(@Context UriInfo uri) {
        QueryNames.check(uri.getQueryParameters());
        var addresses = new Addresses(uri);
        var beginnings = features.beginnings();
        return new Collections(
                List.of(Link.toJson(addresses.collections(), "self", "This list")),
                Arrays.stream(OgcCollection.values())
                        .map(collection ->
                                CollectionDocument.of(collection, beginnings.get(collection.id()), addresses))
                        .toList());
    }

    /** One of them. */
    @GET
    @Path("/collections/{collectionId}")
    @Operation(summary = "A collection of the OGC API")
    @APIResponse(
            responseCode = "200",
            description = "The collection with its extent and links",
            content = @Content(examples = @ExampleObject(name = "trips", value = OgcExamples.COLLECTION)))
    @APIResponse(responseCode = "404", description = "There is no such collection")
    @RunOnVirtualThread
    public CollectionDocument collection(
            @Parameter(name = "collectionId", in = ParameterIn.PATH, description = "The collection", example = "trips")
                    @RestPath
                    String collectionId,
            @Context UriInfo uri) {
        QueryNames.check(uri.getQueryParameters());
        var collection = OgcCollection.of(collectionId);
        return CollectionDocument.of(collection, features.beginnings().get(collection.id()), new Addresses(uri));
    }

    /** Where to go from here. */
    record LandingPage(String title, String description, List<Link> links) {}

    /** Names of conformance classes. */
    record Conformance(List<String> conformsTo) {}

    /** What there is to read. */
    record Collections(List<Link> links, List<CollectionDocument> collections) {}
}
