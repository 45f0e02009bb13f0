package io.fleetline.read;

import io.fleetline.read.Offer.Group;
import io.fleetline.read.access.AccessSettings;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The way to all that there is: a page for a browser, a document for a program. */
@Path("/")
public class StartResource {
    private final StartPage page;
    private final List<Group> groups;
    private final boolean tokenNeeded;

    StartResource(StartPage page, AccessSettings access) {
        this.page = page;
        this.tokenNeeded = access.tokenRequired();
        this.groups = access.readersServed()
                ? Stream.concat(Offer.OF_READERS.stream(), Offer.OF_ALL.stream())
                        .toList()
                : Offer.OF_ALL;
    }

    /** Needs no token, and says nothing of any vehicle. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    @Operation(summary = "What there is", description = "Needs no token.")
    @APIResponse(
            responseCode = "200",
            description = "Links to what the service answers; as HTML for a browser.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, example = """
                        {"title": "Fleetline", "links": [{"href": "/health", "title": "Whether the service is up", "token": false}]}"""),
                @Content(mediaType = MediaType.TEXT_HTML, example = "<!DOCTYPE html><html lang=\"en\"></html>")
            })
    public Response start(@Context HttpHeaders headers, @Context HttpServerResponse response) {
        if (!isForABrowser(headers.getAcceptableMediaTypes())) {
            return Response.ok(new Start("Fleetline", links()), MediaType.APPLICATION_JSON)
                    .build();
        }
        // Instead of the policy that all other answers have, not beside it: of two both would count.
        response.headers().set("Content-Security-Policy", page.policy());
        return Response.ok(page.html(groups, tokenNeeded), "text/html;charset=UTF-8")
                .build();
    }

    /** @param accepted in the order of preference */
    private static boolean isForABrowser(List<MediaType> accepted) {
        return accepted.stream()
                .filter(type -> MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
                        || MediaType.TEXT_HTML_TYPE.isCompatible(type))
                .findFirst()
                .filter(type -> !MediaType.APPLICATION_JSON_TYPE.isCompatible(type))
                .isPresent();
    }

    private List<Link> links() {
        return groups.stream()
                .flatMap(group -> group.offers().stream())
                .map(offer -> new Link("/" + offer.path(), offer.about(), tokenNeeded && !offer.open()))
                .toList();
    }

    /** What there is. */
    record Start(String title, List<Link> links) {}

    /** @param token whether it needs one */
    record Link(String href, String title, boolean token) {}
}
