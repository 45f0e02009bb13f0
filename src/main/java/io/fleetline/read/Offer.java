package io.fleetline.read;

import java.util.List;

/**
 * An endpoint listed on the start page.
 *
 * @param path from the root, without the leading slash
 * @param about a one-line description
 * @param open whether it needs no token
 */
record Offer(String path, String about, boolean open) {
    /** Offers under one heading. */
    record Group(String title, List<Offer> offers) {}

    /** The endpoints of a process with the read role. */
    static final List<Group> OF_READERS = List.of(
            new Group(
                    "The map",
                    List.of(
                            token("webhook/live-positions", "Where every vehicle is now"),
                            token("webhook/fleet-dashboard/trips", "The trips of the last seven days"),
                            token("webhook/fleet-dashboard/trips?format=csv&bom=1", "The same for Excel"),
                            token("alarms", "The alarms of the last 24 hours"),
                            token("roads", "Where the fleet drove in the last 30 days"),
                            token("analytics/filters", "What the filters offer"))),
            new Group(
                    "Figures",
                    List.of(
                            token("analytics/fleet-summary", "What the fleet did: trips, kilometres, hours, alarms"),
                            token("analytics/utilisation", "How much of the shift was driven"),
                            token("analytics/driver-behaviour", "How each driver drove"),
                            token("analytics/fuel", "Litres estimated beside litres measured"))),
            new Group(
                    "Maps of your own",
                    List.of(token("ogc", "OGC API – Features: the address for QGIS, ArcGIS and GDAL"))));

    /** The endpoints of every process. */
    static final List<Group> OF_ALL = List.of(
            new Group(
                    "Status",
                    List.of(
                            new Offer("health", "Whether the service is up", true),
                            token("health/ingest", "Whether facts come in, endpoint by endpoint"),
                            token("health/pipeline", "The whole pipeline, part by part: for operators"))),
            new Group(
                    "Description",
                    List.of(
                            new Offer("openapi.yaml", "Every request with its parameters and examples: OpenAPI", true),
                            new Offer("openapi.json", "The same as JSON", true))));

    private static Offer token(String path, String about) {
        return new Offer(path, about, false);
    }
}
