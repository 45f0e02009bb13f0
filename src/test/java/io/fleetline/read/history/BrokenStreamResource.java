package io.fleetline.read.history;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** For tests: a stream of rows whose last one fails, unless told otherwise. */
@Path("/test/broken-stream")
@Produces(MediaType.APPLICATION_JSON)
public class BrokenStreamResource {
    private final TextRows rows;

    BrokenStreamResource(TextRows rows) {
        this.rows = rows;
    }

    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public StreamingOutput stream(
            @RestQuery int goodRows, @RestQuery int rowBytes, @RestQuery @DefaultValue("1") int badRows) {
        var asked = new TextRows.TextQuery(
                "SELECT CASE WHEN i <= :good THEN repeat('x', :bytes) ELSE (1 / (i - i))::text END FROM generate_series(1, :good + :bad) i",
                Map.of("good", goodRows, "bad", badRows, "bytes", rowBytes),
                100,
                (row, context) -> row.getBytes(1));
        return rows.answer((handle, out) -> TextRows.write(handle, asked, first -> new Frame("[\"", "", "\"]"), out));
    }
}
