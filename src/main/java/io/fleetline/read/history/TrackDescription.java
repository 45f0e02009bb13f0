package io.fleetline.read.history;

/** The description of tracks in the API description. */
public final class TrackDescription {
    public static final String TEXT =
            "Without a period: today. A track is split into features of at most 5,000 points; each ends where the next begins.";
    public static final String DATE = "One business day, instead of from and to.";
    public static final String HOURS = "The last hours, instead of from and to; may be a decimal number.";
    public static final String SIMPLIFY =
            "The tolerance in metres for leaving out points; summary.points_left_out is the number left out.";
    public static final String FORMAT = "json, gpx or csv; takes precedence over the Accept header.";
    public static final String BOM =
            "For CSV: 1 puts a byte order mark before the text, which Excel needs to read UTF-8.";
    public static final String ANSWER =
            "times, speeds (km/h), acc_status and pos_type are in the order of the coordinates. Distance and speeds are computed from GPS fixes;"
                    + " summary.fixes_left_out is the number of other fixes.";

    public static final String JSON = """
            {"summary": {"from": "2026-05-30T21:00:00+00:00", "to": "2026-05-31T21:00:00+00:00", "points": 2, "distance_km": 0.1567,
              "fixes_left_out": 0, "odometer_distance_km": 0.2, "max_speed_kmh": 42, "first_fix": "2026-05-31T05:59:00+00:00",
              "last_fix": "2026-05-31T05:59:30+00:00", "vehicles": [{"imei": "860000000000001", "vehicle_number": "KDA 001A",
               "vehicle_name": "Van 1", "driver_name": "Amina", "cost_centre": "North", "assigned_city": "Nairobi"}]},
             "geojson": {"type": "FeatureCollection", "features": [{"type": "Feature",
              "geometry": {"type": "LineString", "coordinates": [[36.75, -1.25], [36.751, -1.251]]},
              "properties": {"imei": "860000000000001", "vehicle_number": "KDA 001A", "part": 0, "points": 2, "distance_km": 0.1567,
               "times": ["2026-05-31T05:59:00+00:00", "2026-05-31T05:59:30+00:00"], "speeds": [40, 42],
               "acc_status": [true, true], "pos_type": ["GPS", "GPS"]}}]}}""";

    public static final String GPX = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Fleetline" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>KDA 001A</name><trkseg>\
            <trkpt lat="-1.25" lon="36.75"><ele>1661</ele><time>2026-05-31T05:59:00Z</time></trkpt></trkseg></trk></gpx>""";

    public static final String CSV = """
            imei,vehicle_number,gps_time,lng,lat,speed,direction,acc_status,altitude,satellites,odometer_km,pos_type
            860000000000001,KDA 001A,2026-05-31T05:59:00Z,36.75,-1.25,40,90,true,1661,9,1234.5,GPS""";

    private TrackDescription() {}
}
