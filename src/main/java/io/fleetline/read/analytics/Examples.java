package io.fleetline.read.analytics;

/** Example answers for the API description: the worked example of docs/kpis.md, with one row per list. */
final class Examples {
    private static final String HEAD = """
            "period": {"from": "2025-03-10", "to": "2025-03-16", "days": 7}, "as_of": "2025-03-17T05:00:12.5+00:00",
            "rolled_up_at": "2025-03-17T04:59:30+00:00", "truncated": true, "next": "41",
            """;
    private static final String VEHICLE = """
            "imei": "A", "vehicle_number": "KDA 001A", "vehicle_name": "Van A", "vehicle_type": "van", "fleet_segment": "delivery",
            "driver_name": "Amina", "cost_centre": "North", "assigned_city": "Nairobi", "active_days": 1, "distance_km": 90,
            """;

    static final String FLEET_SUMMARY = "{" + HEAD + """
            "totals": {"vehicles": 4, "active_vehicles": 3, "trips": 7, "distance_km": 250, "driving_time_s": 21900, "idle_time_s": 900,
                       "parkings": 3, "parked_s": 45000, "alarms": 3, "critical_alarms": 1},
            "by_cost_centre": [{"cost_centre": "South", "vehicles": 2, "active_vehicles": 1, "trips": 2, "distance_km": 10,
                                "driving_time_s": 900, "idle_time_s": null, "parkings": 1, "parked_s": 14400, "alarms": 1,
                                "critical_alarms": 0}],
            "by_vehicle": [{""" + VEHICLE + """
            "trips": 3, "driving_time_s": 10200, "idle_time_s": 600, "parkings": 1, "parked_s": 30600, "alarms": 2,
            "critical_alarms": 1}]}
            """;

    static final String UTILISATION = "{" + HEAD + """
            "totals": {"vehicles": 4, "active_vehicles": 3, "active_days": 5, "trips": 7, "distance_km": 250, "driving_time_s": 21900,
                       "idle_time_s": 900, "shift_days": 6, "shift_time_s": 950400, "shift_driving_s": 8400, "utilisation_pct": 0.88},
            "daily": [{"day": "2025-03-11", "shift_day": true, "active_vehicles": 1, "trips": 3, "distance_km": 90,
                       "driving_time_s": 10200, "idle_time_s": 600, "shift_driving_s": 4800, "utilisation_pct": 3.03}],
            "by_vehicle": [{""" + VEHICLE + """
            "trips": 3, "driving_time_s": 10200, "idle_time_s": 600, "shift_days": 6, "shift_time_s": 237600,
            "shift_driving_s": 4800, "utilisation_pct": 2.02}]}
            """;

    static final String DRIVER_BEHAVIOUR = "{" + HEAD + """
            "totals": {"drivers": 2, "vehicles": 3, "vehicles_without_driver": 1, "trips": 7, "distance_km": 250,
                       "driving_time_s": 21900, "speeding": 3, "severe_speeding": 1, "harsh_acceleration": 2, "harsh_braking": 2,
                       "harsh_cornering": 1, "index_per_100km": 5.2, "fixes_left_out": 0},
            "by_driver": [{"driver_name": "Amina", "vehicles": 2, "trips": 5, "distance_km": 240, "driving_time_s": 21000, "speeding": 3,
                           "severe_speeding": 1, "harsh_acceleration": 2, "harsh_braking": 1, "harsh_cornering": 1,
                           "index_per_100km": 4.58, "fixes_left_out": 0}]}
            """;

    static final String FUEL = "{" + HEAD + """
            "totals": {"vehicles": 4, "distance_km": 250, "litres_estimated": 54, "litres_measured": 38.5,
                       "vehicles_without_estimate": 1, "vehicles_without_measurement": 2},
            "by_vehicle": [{""" + VEHICLE + """
            "fuel_100km": 10, "measured_days": 1, "litres_estimated": 9, "litres_measured": 8.5, "estimate_missing": false,
            "measurement_missing": false}]}
            """;

    private Examples() {}
}
