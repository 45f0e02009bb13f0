package io.fleetline.read;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of what the API description adds to every operation: a name for client generators, a tag, and the schema of its JSON
 * answer. Tags and schemas are defined in META-INF/openapi.yaml.
 */
final class DescribedAnswers {
    private static final String MAP = "Map";
    private static final String FIGURES = "Figures";
    private static final String EVENTS = "Events";
    private static final String HEALTH = "Health";
    private static final String WEBHOOKS = "Webhooks";
    private static final String OGC = "OGC API – Features";

    /** By method and path. */
    private static final Map<String, Description> ANSWERS = Map.ofEntries(
            Map.entry("GET /webhook/live-positions", new Description("livePositions", MAP, "LivePositions")),
            Map.entry("GET /webhook/live-positions/track", new Description("track", MAP, "Track")),
            Map.entry("GET /vehicles/{imei}/track", new Description("vehicleTrack", MAP, "Track")),
            Map.entry("POST /webhook/fleet-dashboard", new Description("trips", MAP, "Trips")),
            Map.entry("GET /webhook/fleet-dashboard/trips", new Description("tripsByLink", MAP, "Trips")),
            Map.entry("GET /webhook/fleet-dashboard", new Description("tripFilters", MAP, "FilterOptions")),
            Map.entry("GET /alarms", new Description("alarms", MAP, "Alarms")),
            Map.entry("GET /roads", new Description("roads", MAP, "Roads")),
            Map.entry("GET /analytics/filters", new Description("filters", FIGURES, "FilterOptions")),
            Map.entry("GET /analytics/fleet-summary", new Description("fleetSummary", FIGURES, "FleetSummary")),
            Map.entry("GET /analytics/utilisation", new Description("utilisation", FIGURES, "Utilisation")),
            Map.entry(
                    "GET /analytics/driver-behaviour", new Description("driverBehaviour", FIGURES, "DriverBehaviour")),
            Map.entry("GET /analytics/fuel", new Description("fuel", FIGURES, "Fuel")),
            Map.entry("POST /live/ticket", new Description("liveTicket", MAP, "LiveTicket")),
            Map.entry("POST /ingest/{service}", new Description("ingest", EVENTS, "Ingested")),
            Map.entry("GET /events", new Description("events", EVENTS, "Events")),
            Map.entry("GET /events/{id}", new Description("event", EVENTS, "ExplainedEvent")),
            Map.entry("GET /events/rules", new Description("eventRules", EVENTS, "EventRules")),
            Map.entry("GET /events/rules/{rule}/dry-run", new Description("dryRun", EVENTS, "DryRun")),
            Map.entry("GET /dispatches", new Description("dispatches", EVENTS, "Dispatches")),
            Map.entry("GET /dispatches/{id}", new Description("dispatch", EVENTS, "Dispatch")),
            Map.entry("POST /dispatches/{id}/{step}", new Description("moveDispatch", EVENTS, "Dispatch")),
            Map.entry("GET /webhooks", new Description("webhooks", WEBHOOKS, "Webhooks")),
            Map.entry("POST /webhooks", new Description("createWebhook", WEBHOOKS, "WebhookWithSecret")),
            Map.entry("GET /webhooks/{id}", new Description("webhook", WEBHOOKS, "Webhook")),
            Map.entry("PATCH /webhooks/{id}", new Description("changeWebhook", WEBHOOKS, "Webhook")),
            Map.entry("DELETE /webhooks/{id}", new Description("deleteWebhook", WEBHOOKS, "DeletedWebhook")),
            Map.entry("POST /webhooks/{id}/rotate", new Description("rotateWebhook", WEBHOOKS, "RotatedWebhook")),
            Map.entry("POST /webhooks/{id}/test", new Description("testWebhook", WEBHOOKS, "TestedWebhook")),
            Map.entry("GET /webhooks/{id}/deliveries", new Description("webhookDeliveries", WEBHOOKS, "Deliveries")),
            Map.entry("POST /webhooks/{id}/replay", new Description("replayWebhook", WEBHOOKS, "ReplayedWebhook")),
            Map.entry("GET /webhooks/{id}/events", new Description("webhookEvents", WEBHOOKS, "WebhookEvents")),
            Map.entry("GET /", new Description("start", HEALTH, "Start")),
            Map.entry("GET /health", new Description("health", HEALTH, "Health")),
            Map.entry("GET /health/ingest", new Description("ingestHealth", HEALTH, "IngestHealth")),
            Map.entry("GET /health/pipeline", new Description("pipeline", HEALTH, "Pipeline")),
            Map.entry("GET /ogc", new Description("ogcLandingPage", OGC, "OgcLandingPage")),
            Map.entry("GET /ogc/conformance", new Description("ogcConformance", OGC, "OgcConformance")),
            Map.entry("GET /ogc/collections", new Description("ogcCollections", OGC, "OgcCollections")),
            Map.entry("GET /ogc/collections/{collectionId}", new Description("ogcCollection", OGC, "OgcCollection")),
            Map.entry("GET /ogc/collections/{collectionId}/items", new Description("ogcItems", OGC, "OgcFeatures")),
            Map.entry(
                    "GET /ogc/collections/{collectionId}/items/{featureId}",
                    new Description("ogcItem", OGC, "OgcFeature")));

    private DescribedAnswers() {}

    /** Null for an operation that is not in the table, which {@code ApiDescriptionTest} reports. */
    static @Nullable Description of(String method, String path) {
        return ANSWERS.get(method + " " + path);
    }

    /** @param schema the name of the JSON answer's schema in META-INF/openapi.yaml */
    record Description(String operationId, String tag, String schema) {}
}
