package io.fleetline.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.events.rules.BadRuleException;
import io.fleetline.events.rules.Rule;
import io.fleetline.events.rules.ServiceSchema;
import io.fleetline.read.Answers;
import io.fleetline.read.ReadDatabase;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The rules, and what they would have done. They are changed with SQL: see docs/events.md. */
@Path("/events/rules")
@Produces(MediaType.APPLICATION_JSON)
@EndpointDisabled(name = "fleetline.events.off", stringValue = "true")
public class EventRulesResource {
    private static final int MOST_EVALUATED = 100_000;
    private static final Duration USUAL_PERIOD = Duration.ofDays(1);

    private static final String RULE =
            "SELECT id, version, service, condition, derives, fields FROM reporting.fn_event_rule(:id, :version::integer)";
    private static final String HISTORY =
            "SELECT id, normalized_payload FROM reporting.fn_events_of_service(:service, :from, :to, :most)";

    private static final String RULES_EXAMPLE = """
            [{"id": "critical_energy_usage", "version": 1, "service": "energy", "condition": {"field": "energy", "above": 500.0},
              "derives": [{"service": "security", "key": "critical_energy_usage_{neighborhood}", "payload": {"alert": "possible_risk"}}],
              "enabled": true, "note": "", "created_at": "2026-05-31T06:00:00+00:00"}]""";
    private static final String DRY_RUN_EXAMPLE = """
            {"rule": "critical_energy_usage", "version": 1, "service": "energy", "events": [
              {"id": "01978d3f-2a80-7c11-9d5e-3f0b6c1a2d4e", "would_derive": [
                {"service": "security", "deduplication_key": "critical_energy_usage_Westlands", "payload": {"alert": "possible_risk"}}]}],
             "from": "2026-05-30T06:00:00Z", "to": "2026-05-31T06:00:00Z", "evaluated": 12, "matched": 1, "failed": 0}""";

    private final Answers answers;
    private final ReadDatabase database;
    private final EventReaders readers;
    private final InstantSource clock;

    EventRulesResource(Answers answers, ReadDatabase database, EventReaders readers, InstantSource clock) {
        this.answers = answers;
        this.database = database;
        this.readers = readers;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "The rules",
            description = "All versions of each, the newest first: it is the one that counts.")
    @APIResponse(
            responseCode = "200",
            description = "The rules.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = RULES_EXAMPLE))
    @APIResponse(responseCode = "403", description = "The token may not see events.")
    public String rules() {
        readers.check();
        return answers.json("SELECT reporting.fn_event_rules()", Map.of());
    }

    @GET
    @Path("/{rule}/dry-run")
    @RunOnVirtualThread
    @Operation(
            summary = "What a rule would have derived",
            description =
                    "Applies a version of a rule, also one that is switched off, to stored events. Nothing is stored. At most the 100,000 events of the period that were stored last are looked at, and the first 100 matches shown.")
    @Parameter(name = "rule", in = ParameterIn.PATH, description = "Its name.", example = "critical_energy_usage")
    @Parameter(
            name = "version",
            in = ParameterIn.QUERY,
            description = "Without it the newest.",
            schema = @Schema(type = SchemaType.INTEGER),
            example = "1")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "The first instant; without it, a day before the end.",
            example = "2026-05-31T00:00:00Z")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "The end, exclusive; without it, now.",
            example = "2026-06-01T00:00:00Z")
    @APIResponse(
            responseCode = "200",
            description =
                    "How many events were evaluated, matched or could not be evaluated, and what would follow from them.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, example = DRY_RUN_EXAMPLE))
    @APIResponse(responseCode = "403", description = "The token may not see events.")
    @APIResponse(responseCode = "404", description = "There is no such rule, or version of it.")
    public ObjectNode dryRun(@PathParam("rule") String id, @Context UriInfo uri) {
        readers.check();
        var given = uri.getQueryParameters();
        var to = Objects.requireNonNullElseGet(
                EventsQuery.moment("to", given), () -> clock.instant().atOffset(ZoneOffset.UTC));
        var from = Objects.requireNonNullElseGet(EventsQuery.moment("from", given), () -> to.minus(USUAL_PERIOD));
        var rule = rule(id, EventsQuery.number("version", given, null, Integer.MAX_VALUE));
        if (rule.service().equals(AlarmEvents.SERVICE) && !readers.seeTheFleet()) {
            throw new ForbiddenException(
                    "this token is limited to cost centres, and may not see alarms of all vehicles");
        }
        return run(new DryRun(rule), rule.service(), from, to)
                .put("from", from.toInstant().toString())
                .put("to", to.toInstant().toString());
    }

    private ObjectNode run(DryRun dryRun, String service, OffsetDateTime from, OffsetDateTime to) {
        database.jdbi()
                .useHandle(handle -> handle.createQuery(HISTORY)
                        .bind("service", service)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("most", MOST_EVALUATED)
                        .map((row, _) -> Map.entry(
                                row.getObject("id", UUID.class),
                                PayloadJson.stored(row.getString("normalized_payload"))))
                        .forEach(event -> dryRun.tryOn(event.getKey(), event.getValue())));
        return dryRun.report();
    }

    private Rule rule(String id, @Nullable Long version) {
        if (id.indexOf('\0') >= 0) {
            throw new NotFoundException("there is no such rule");
        }
        try {
            return database.jdbi()
                    .withHandle(handle -> handle.createQuery(RULE)
                            .bind("id", id)
                            .bind("version", version)
                            .map((row, _) -> read(row))
                            .findOne())
                    .orElseThrow(() -> new NotFoundException("there is no such rule, or version of it"));
        } catch (BadRuleException e) {
            throw new BadRequestException("the rule cannot be understood: " + e.words(), e);
        }
    }

    private static Rule read(ResultSet row) throws SQLException {
        var schema = ServiceSchema.of(row.getString("service"), PayloadJson.stored(row.getString("fields")), true);
        return Rule.of(
                row.getString("id"),
                row.getInt("version"),
                schema,
                PayloadJson.stored(row.getString("condition")),
                PayloadJson.stored(row.getString("derives")));
    }
}
