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
    private static final String HEALTH = "Health";
    private static final String OGC = "OGC API – Features";

    /** By method and path. */
    private static final Map<String, Answer> ANSWERS = Map.ofEntries(
            Map.entry("GET /webhook/live-positions", new Answer("livePositions", MAP, "LivePositions")),
            Map.entry("GET /webhook/live-positions/track", new Answer("track", MAP, "Track")),
            Map.entry("GET /vehicles/{imei}/track", new Answer("vehicleTrack", MAP, "Track")),
            Map.entry("POST /webhook/fleet-dashboard", new Answer("trips", MAP, "Trips")),
            Map.entry("GET /webhook/fleet-dashboard/trips", new Answer("tripsByLink", MAP, "Trips")),
            Map.entry("GET /webhook/fleet-dashboard", new Answer("tripFilters", MAP, "FilterOptions")),
            Map.entry("GET /analytics/filters", new Answer("filters", FIGURES, "FilterOptions")),
            Map.entry("GET /analytics/fleet-summary", new Answer("fleetSummary", FIGURES, "FleetSummary")),
            Map.entry("GET /analytics/utilisation", new Answer("utilisation", FIGURES, "Utilisation")),
            Map.entry("GET /analytics/driver-behaviour", new Answer("driverBehaviour", FIGURES, "DriverBehaviour")),
            Map.entry("GET /analytics/fuel", new Answer("fuel", FIGURES, "Fuel")),
            Map.entry("GET /", new Answer("start", HEALTH, "Start")),
            Map.entry("GET /health", new Answer("health", HEALTH, "Health")),
            Map.entry("GET /health/ingest", new Answer("ingestHealth", HEALTH, "IngestHealth")),
            Map.entry("GET /ogc", new Answer("ogcLandingPage", OGC, "OgcLandingPage")),
            Map.entry("GET /ogc/conformance", new Answer("ogcConformance", OGC, "OgcConformance")),
            Map.entry("GET /ogc/collections", new Answer("ogcCollections", OGC, "OgcCollections")),
            Map.entry("GET /ogc/collections/{collectionId}", new Answer("ogcCollection", OGC, "OgcCollection")),
            Map.entry("GET /ogc/collections/{collectionId}/items", new Answer("ogcItems", OGC, "OgcFeatures")),
            Map.entry(
                    "GET /ogc/collections/{collectionId}/items/{featureId}", new Answer("ogcItem", OGC, "OgcFeature")));

    private DescribedAnswers() {}

    /** Null for an operation that is not in the table, which {@code ApiDescriptionTest} reports. */
    static @Nullable Answer of(String method, String path) {
        return ANSWERS.get(method + " " + path);
    }

    /** @param schema the name of the JSON answer's schema in META-INF/openapi.yaml */
    record Answer(String operationId, String tag, String schema) {}
}
