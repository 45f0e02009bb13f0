package io.fleetline.read.analytics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report about the fleet: the SQL function that computes it, and the lists of rows in its answer. */
enum Report {
    FLEET_SUMMARY(
            "fn_fleet_summary",
            Rows.pagedBy(
                    "by_vehicle",
                    "active_days, trips, distance_km, driving_time_s, idle_time_s, parkings, parked_s, alarms, critical_alarms",
                    Vehicle.COLUMNS),
            Rows.whole(
                    "by_cost_centre",
                    "cost_centre, vehicles, active_vehicles, trips, distance_km, driving_time_s, idle_time_s, parkings, parked_s, alarms,"
                            + " critical_alarms")),
    UTILISATION(
            "fn_utilisation",
            Rows.pagedBy(
                    "by_vehicle",
                    "active_days, trips, distance_km, driving_time_s, idle_time_s, shift_days, shift_time_s, shift_driving_s, utilisation_pct",
                    Vehicle.COLUMNS),
            Rows.whole(
                    "daily",
                    "day, shift_day, active_vehicles, trips, distance_km, driving_time_s, idle_time_s, shift_driving_s, utilisation_pct")),
    DRIVER_BEHAVIOUR(
            "fn_driver_behaviour",
            Rows.pagedBy(
                    "by_driver",
                    "vehicles, trips, distance_km, driving_time_s, speeding, severe_speeding, harsh_acceleration, harsh_braking,"
                            + " harsh_cornering, index_per_100km, fixes_left_out",
                    "driver_name")),
    FUEL(
            "fn_fuel",
            Rows.pagedBy(
                    "by_vehicle",
                    "fuel_100km, active_days, measured_days, distance_km, litres_estimated, litres_measured, estimate_missing,"
                            + " measurement_missing",
                    Vehicle.COLUMNS));

    private final String function;
    private final List<Rows> lists;

    Report(String function, Rows... lists) {
        this.function = function;
        this.lists = List.of(lists);
    }

    /** As in its URL. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In the schema {@code reporting}. */
    String function() {
        return function;
    }

    /** The lists of its answer, the paged one first. */
    List<Rows> lists() {
        return lists;
    }

    /** The list with that name; null if there is none. */
    @Nullable Rows list(String name) {
        return lists.stream()
                .filter(rows -> rows.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * A list of rows.
     *
     * @param columns in the order of the table
     * @param isPaged whether the limit applies to it
     */
    record Rows(String name, List<String> columns, boolean isPaged) {
        private static Rows pagedBy(String name, String figures, String subject) {
            return new Rows(name, columns(subject + ", " + figures), true);
        }

        private static Rows whole(String name, String columns) {
            return new Rows(name, columns(columns), false);
        }

        private static List<String> columns(String names) {
            return Stream.of(names.split(",")).map(String::strip).toList();
        }
    }

    /** The columns about the vehicle, in every row about one. */
    private static final class Vehicle {
        static final String COLUMNS =
                "imei, vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city";
    }
}
