package io.fleetline.read.ogc;

/** Example answers for the API description; shortened. */
final class OgcExamples {
    static final String LANDING_PAGE = """
            {"title": "Fleetline", "description": "The fleet's positions, trips, tracks, stops and alarms",
             "links": [{"href": "https://fleet.example/ogc/collections", "rel": "data", "type": "application/json", "title": "The collections"}]}
            """;

    static final String CONFORMANCE = """
            {"conformsTo": ["http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
                            "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
                            "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"]}
            """;

    static final String COLLECTION = """
            {"id": "trips", "title": "Trips", "description": "Finished trips, newest first: a line from start to end.",
             "extent": {"spatial": {"bbox": [[36.65, -1.45, 37.1, -1.15]], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
                        "temporal": {"interval": [["2026-01-05T03:12:00Z", null]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}},
             "itemType": "feature", "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.opengis.net/def/crs/EPSG/0/4326",
                     "http://www.opengis.net/def/crs/EPSG/0/3857"],
             "storageCrs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
             "links": [{"href": "https://fleet.example/ogc/collections/trips/items", "rel": "items", "type": "application/geo+json", "title": "Trips as GeoJSON"}]}
            """;

    static final String COLLECTIONS = """
            {"links": [{"href": "https://fleet.example/ogc/collections", "rel": "self", "type": "application/json", "title": "This list"}],
             "collections": [""" + COLLECTION + "]}";

    static final String FEATURE = """
            {"type": "Feature", "id": "860000000000001~20260310T090000.000000Z",
             "geometry": {"type": "LineString", "coordinates": [[36.8172, -1.2864], [36.8906, -1.3192]]},
             "properties": {"imei": "860000000000001", "vehicle_number": "KDA 100A", "driver_name": "Amina", "cost_centre": "North",
                            "start_time": "2026-03-10T09:00:00+00:00", "end_time": "2026-03-10T09:20:00+00:00", "distance_km": 11.4}}
            """;

    static final String FEATURES = "{\"type\": \"FeatureCollection\", \"features\": [" + FEATURE + """
            ], "numberReturned": 1, "numberMatched": 42, "timeStamp": "2026-03-10T12:00:00Z",
             "links": [{"href": "https://fleet.example/ogc/collections/trips/items?limit=1&cursor=ODYw", "rel": "next",
                        "type": "application/geo+json", "title": "The next page"}]}
            """;

    private OgcExamples() {}
}
