package io.fleetline.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter of the database, {@code reporting.vehicle_filter}, is the filter of the requests. */
class VehicleFilterTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final int VEHICLES = 60;

    /** Few values, so that vehicles share them. */
    private static final List<String> VALUES = Arrays.asList("a", "b", "c, d", null);

    private static final Random RANDOM = new Random(62);

    /** By imei: the value of each filter. */
    private static final Map<String, Map<String, String>> FLEET = new HashMap<>();

    @BeforeAll
    static void fleet() {
        DATABASE.jdbi().useHandle(handle -> {
            for (int i = 0; i < VEHICLES; i++) {
                var vehicle = new HashMap<String, String>();
                Filters.NAMES.forEach(name -> vehicle.put(name, VALUES.get(RANDOM.nextInt(VALUES.size()))));
                vehicle.put("imei", "i" + i);
                FLEET.put("i" + i, vehicle);
                handle.createUpdate("INSERT INTO tracksolid.devices (%s) VALUES (:%s)"
                                .formatted(String.join(", ", Filters.NAMES), String.join(", :", Filters.NAMES)))
                        .bindMap(vehicle)
                        .execute();
            }
            handle.execute("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('b')");
        });
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void itsAttributesAreTheNamesInTheirOrder() {
        assertThat(texts("""
                        SELECT attname FROM pg_attribute
                        WHERE attrelid = 'reporting.vehicle_filter'::regclass AND NOT attisdropped ORDER BY attnum""")).isEqualTo(Filters.NAMES);
    }

    @Test
    void theValuesOfAVehicleAreInTheSameOrder() {
        var values = new HashMap<String, List<String>>();
        DATABASE.jdbi()
                .useHandle(handle -> handle.createQuery(
                                "SELECT imei, reporting.fn_filter_values(d) AS filter_values FROM tracksolid.devices d")
                        .map((row, _) -> values.put(row.getString("imei"), Arrays.asList((String[])
                                row.getArray("filter_values").getArray())))
                        .list());
        assertThat(values).hasSize(VEHICLES);
        values.forEach((imei, of) -> assertThat(of)
                .as(imei)
                .isEqualTo(Filters.NAMES.stream().map(FLEET.get(imei)::get).toList()));
    }

    /** Other software calls two functions by these parameters. Any other function that lists the filters would be another place for a new one. */
    @Test
    void noFunctionOfOursListsTheFilters() {
        assertThat(texts("""
                        SELECT proname FROM pg_proc
                        WHERE pronamespace = 'reporting'::regnamespace AND 'p_driver_name' = ANY (proargnames) ORDER BY 1""")).containsExactly("fn_live_positions", "fn_trips_for_map", "fn_vehicle_filter");
    }

    @Test
    void aVehiclePassesWhenItHasAValueOfEveryFilter() {
        DATABASE.jdbi().useHandle(handle -> {
            for (int i = 0; i < 300; i++) {
                var given = randomQuestion();
                assertThat(vehicles(handle, given))
                        .as("%s", given)
                        .containsExactlyInAnyOrderElementsOf(expected(given));
            }
        });
    }

    @Test
    void noFilterAtAllMayAlsoBeNull() {
        assertThat(texts("SELECT imei FROM reporting.fn_vehicles(NULL)"))
                .containsExactlyInAnyOrderElementsOf(expected(Map.of()));
    }

    private static Map<String, List<String>> randomQuestion() {
        var given = new HashMap<String, List<String>>();
        for (var name : Filters.NAMES) {
            if (RANDOM.nextInt(3) == 0) {
                given.put(
                        name,
                        name.equals("imei")
                                ? IntStream.range(0, 20)
                                        .mapToObj(i -> "i" + RANDOM.nextInt(VEHICLES))
                                        .toList()
                                : VALUES.subList(0, 1 + RANDOM.nextInt(3)));
            }
        }
        return given;
    }

    private static List<String> expected(Map<String, List<String>> given) {
        return FLEET.entrySet().stream()
                .filter(vehicle -> !"b".equals(vehicle.getValue().get("cost_centre")))
                .filter(vehicle -> given.entrySet().stream()
                        .allMatch(filter ->
                                filter.getValue().contains(vehicle.getValue().get(filter.getKey()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> vehicles(Handle handle, Map<String, List<String>> given) {
        return handle.createQuery("SELECT imei FROM reporting.fn_vehicles(%s)".formatted(Filters.SQL))
                .bindMap(Filters.parameters(given, Caller.ANYBODY))
                .mapTo(String.class)
                .list();
    }

    private static List<String> texts(String sql) {
        return DATABASE.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
