package io.fleetline.register;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Device;
import io.fleetline.store.CountingDataSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceRegistryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static TestDatabase database;
    private static DeviceRegistry registry;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        registry = new DeviceRegistry(database.jdbi(), InstantSource.fixed(NOW));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("TRUNCATE tracksolid.devices"));
    }

    @Test
    void aDeviceThatTheDatabaseRefusesDoesNotKeepOutTheOthers() {
        var random = new Random(4);
        var endless = IntStream.range(0, 20_000)
                .mapToObj(_ -> String.valueOf((char) random.nextInt(32, 50_000)))
                .collect(joining());
        registry.save("lister", List.of(named("1", "van", true), named(endless, "van", true), named("3", "van", true)));
        assertThat(registry.imeisOf("lister")).containsExactly("1", "3");
    }

    @Test
    void aListedDeviceWithHalfASurrogateInItsImeiIsNotDisabled() {
        registry.save("lister", List.of(named("1\uD83D", "van", true), named("2\0", "van", true)));
        assertThat(registry.disableUnlisted("lister", List.of("1\uD83D", "2\0")))
                .isZero();
    }

    @Test
    void everyFieldIsKept() {
        registry.save("lister", List.of(full("1")));
        assertThat(row("1"))
                .contains(
                        entry("account", "owner"),
                        entry("customer_name", "customer"),
                        entry("device_name", "device"),
                        entry("mc_type", "GT06N"),
                        entry("mc_type_use_scope", "automobile"),
                        entry("device_group", "group"),
                        entry("device_group_id", "g1"),
                        entry("vehicle_name", "vehicle"),
                        entry("vehicle_number", "KDA 001A"),
                        entry("license_plate_no", "KDA 001B"),
                        entry("vehicle_type", "van"),
                        entry("vehicle_brand", "brand"),
                        entry("vehicle_model", "model"),
                        entry("engine_number", "engine"),
                        entry("vin", "vin"),
                        entry("driver_name", "driver"),
                        entry("driver_phone", "0700"),
                        entry("sim", "sim"),
                        entry("iccid", "iccid"),
                        entry("imsi", "imsi"),
                        entry("remark", "remark"),
                        entry("fuel_100km", 11.5),
                        entry("odometer_km", 1234.5),
                        entry("enabled", false),
                        entry("cost_centre", "group"),
                        entry("registered_by", "sync"))
                .containsEntry("imported", "2026-01-01")
                .containsEntry("activated", "2026-01-02")
                .containsEntry("expires", "2036-01-03")
                .containsEntry("listed", "2026-03-01");
    }

    @Test
    void nullNeverOverwritesAValue() {
        registry.save("lister", List.of(full("1")));
        var before = row("1");
        registry.save(
                "lister",
                List.of(new Device(
                        "1", "owner", null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)));
        assertThat(row("1")).isEqualTo(before);
    }

    @Test
    void aNewValueOverwritesAnOldOne() {
        registry.save("lister", List.of(named("1", "before", true), named("2", "before", null)));
        registry.save("other", List.of(named("1", "after", false), named("2", "after", null)));
        assertThat(row("1"))
                .containsEntry("vehicle_name", "after")
                .containsEntry("account", "other")
                .containsEntry("enabled", false);
        assertThat(row("2")).containsEntry("vehicle_name", "after").containsEntry("enabled", true);
    }

    @Test
    void theOperatorsCostCentreStaysWhenTheVendorsGroupChanges() {
        registry.save("lister", List.of(full("1")));
        database.jdbi().useHandle(handle -> handle.execute("UPDATE tracksolid.devices SET cost_centre = 'ours'"));
        registry.save("lister", List.of(full("1")));
        assertThat(row("1")).containsEntry("cost_centre", "ours").containsEntry("device_group", "group");
    }

    @Test
    void aDeviceThatReportedBeforeItWasListedKeepsHowItCame() {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("INSERT INTO tracksolid.devices (imei, registered_by) VALUES ('1', 'push')"));
        registry.save("lister", List.of(named("1", "van", null)));
        assertThat(row("1"))
                .containsEntry("registered_by", "push")
                .containsEntry("account", "lister")
                .containsEntry("cost_centre", null);
    }

    @Test
    void rubbishInOneDeviceDoesNotHoldUpTheOthers() {
        registry.save(
                "lister",
                List.of(
                        named("1\0", "va\0n", null),
                        named("1", "again", null),
                        named("", "nobody", null),
                        fuel("2", -3.0),
                        fuel("3", Double.NaN)));
        assertThat(registry.imeisOf("lister")).containsExactly("1", "2", "3");
        assertThat(row("1")).containsEntry("vehicle_name", "van");
        assertThat(row("2")).containsEntry("fuel_100km", null);
    }

    @Test
    void enabledDevicesOfTheAccountAreListedSorted() {
        registry.save("a", List.of(named("3", "x", null), named("1", "x", true), named("2", "x", false)));
        registry.save("b", List.of(named("4", "x", null)));
        assertThat(registry.imeisOf("a")).containsExactly("1", "3");
        assertThat(registry.imeisOf("nobody")).isEmpty();
    }

    @Test
    void unlistedDevicesAreDisabledButNeverByAnEmptyList() {
        registry.save("a", List.of(named("1", "x", null), named("2", "x", null), named("3", "x", null)));
        registry.save("b", List.of(named("4", "x", null)));
        assertThat(registry.disableUnlisted("a", List.of())).isZero();
        assertThat(registry.disableUnlisted("a", List.of("2", "9"))).isEqualTo(2);
        assertThat(registry.disableUnlisted("a", List.of("2", "9"))).isZero();
        assertThat(registry.imeisOf("a")).containsExactly("2");
        assertThat(registry.imeisOf("b")).containsExactly("4");
    }

    @Test
    void manyDevicesAreOneStatement() {
        var counting = new CountingDataSource(database.dataSource());
        var counted = new DeviceRegistry(Jdbi.create(counting.counted), InstantSource.fixed(NOW));
        counted.save(
                "a",
                IntStream.range(0, 5_000)
                        .mapToObj(i -> named("imei-" + i, "x", null))
                        .toList());
        assertThat(counting.statements.get()).isEqualTo(1);
        assertThat(registry.imeisOf("a")).hasSize(5_000);
    }

    private static Device full(String imei) {
        return new Device(
                imei,
                "owner",
                "customer",
                "device",
                "GT06N",
                "automobile",
                "group",
                "g1",
                "vehicle",
                "KDA 001A",
                "KDA 001B",
                "van",
                "brand",
                "model",
                "engine",
                "vin",
                "driver",
                "0700",
                "sim",
                "iccid",
                "imsi",
                "remark",
                11.5,
                1234.5,
                false,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-02T00:00:00Z"),
                Instant.parse("2036-01-03T00:00:00Z"),
                null,
                null);
    }

    private static Device named(String imei, String vehicleName, Boolean enabled) {
        return new Device(
                imei,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                vehicleName,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                enabled,
                null,
                null,
                null,
                null,
                null);
    }

    private static Device fuel(String imei, Double fuel) {
        return new Device(
                imei, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, fuel, null, null, null, null, null, null, null);
    }

    private static Map<String, Object> row(String imei) {
        return database.jdbi()
                .withHandle(handle -> new TreeMap<>(
                        handle.createQuery("""
                        SELECT account, customer_name, device_name, mc_type, mc_type_use_scope, device_group, device_group_id,
                               vehicle_name, vehicle_number, license_plate_no, vehicle_type, vehicle_brand, vehicle_model,
                               engine_number, vin, driver_name, driver_phone, sim, iccid, imsi, remark, fuel_100km, odometer_km,
                               enabled, cost_centre, registered_by, (imported_at AT TIME ZONE 'UTC')::date::text AS imported,
                               (activated_at AT TIME ZONE 'UTC')::date::text AS activated,
                               (expires_at AT TIME ZONE 'UTC')::date::text AS expires,
                               (last_listed_at AT TIME ZONE 'UTC')::date::text AS listed
                        FROM tracksolid.devices WHERE imei = :imei
                        """).bind("imei", imei).mapToMap().one()));
    }
}
