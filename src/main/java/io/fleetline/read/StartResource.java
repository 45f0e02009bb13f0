package io.fleetline.read;

import io.fleetline.read.Offer.Group;
import io.fleetline.read.access.AccessSettings;
import io.fleetline.read.console.ConsolePage;
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

/** The entry point: the console for a browser, or links where there are no readers; and JSON with links to everything for a program. */
@Path("/")
public class StartResource {
    private final StartPage page;
    private final ConsolePage console;
    private final List<Group> groups;
    private final boolean tokenNeeded;
    private final boolean readersServed;

    StartResource(StartPage page, ConsolePage console, AccessSettings access) {
        this.page = page;
        this.console = console;
        this.readersServed = access.readersServed();
        this.tokenNeeded = access.tokenRequired();
        this.groups = readersServed
                ? Stream.concat(Offer.OF_READERS.stream(), Offer.OF_ALL.stream())
                        .toList()
                : Offer.OF_ALL;
    }

    /** Needs no token, and shows no vehicle data. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    @Operation(summary = "The entry point", description = "Needs no token.")
    @APIResponse(
            responseCode = "200",
            description = "Links to the service's endpoints; for a browser, the console.",
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
        // Replaces the policy that all other answers have: of two policies both would apply.
        response.headers().set("Content-Security-Policy", readersServed ? console.policy() : page.policy());
        return Response.ok(readersServed ? console.html() : page.html(groups, tokenNeeded), "text/html;charset=UTF-8")
                .build();
    }

    /** @param accepted in order of preference */
    private static boolean isForABrowser(List<MediaType> accepted) {
        return accepted.stream()
                .filter(type -> MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
                        || MediaType.TEXT_HTML_TYPE.isCompatible(type))
                .findFirst()
                .filter(type -> !MediaType.APPLICATION_JSON_TYPE.isCompatible(type))
                .isPresent();
    }

    private List<StartLink> links() {
        return groups.stream()
                .flatMap(group -> group.offers().stream())
                .map(offer -> new StartLink("/" + offer.path(), offer.about(), tokenNeeded && !offer.open()))
                .toList();
    }

    /** The entry point as JSON. */
    record Start(String title, List<StartLink> links) {}

    /** @param token whether it requires a token */
    record StartLink(String href, String title, boolean token) {}
}
