package io.fleetline.register;

import static io.fleetline.database.TableColumn.bool;
import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;
import static java.util.stream.Collectors.joining;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.Halving;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.TableColumns;
import io.fleetline.database.Texts;
import io.fleetline.database.Times;
import io.fleetline.fleet.Device;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The register of devices. */
public final class DeviceRegistry {

    private static final Logger LOG = Logger.getLogger(DeviceRegistry.class);

    private static final TableColumns<Device> COLUMNS = new TableColumns<>(
            List.of(
                    text("imei", Device::imei),
                    text("account", Device::account),
                    text("customer_name", Device::customerName),
                    text("device_name", Device::deviceName),
                    text("mc_type", Device::mcType),
                    text("mc_type_use_scope", Device::useScope),
                    text("device_group", Device::deviceGroup),
                    text("device_group_id", Device::deviceGroupId),
                    text("vehicle_name", Device::vehicleName),
                    text("vehicle_number", Device::vehicleNumber),
                    text("license_plate_no", Device::licensePlate),
                    text("vehicle_type", Device::vehicleType),
                    text("vehicle_brand", Device::vehicleBrand),
                    text("vehicle_model", Device::vehicleModel),
                    text("engine_number", Device::engineNumber),
                    text("vin", Device::vin),
                    text("driver_name", Device::driverName),
                    text("driver_phone", Device::driverPhone),
                    text("sim", Device::sim),
                    text("iccid", Device::iccid),
                    text("imsi", Device::imsi),
                    text("remark", Device::remark),
                    float8("fuel_100km", Device::fuel100km),
                    float8("odometer_km", Device::odometerKm),
                    bool("enabled", Device::enabled),
                    timestamptz("imported_at", Device::importedAt),
                    timestamptz("activated_at", Device::activatedAt),
                    timestamptz("expires_at", Device::expiresAt),
                    text("car_frame", Device::carFrame),
                    text("user_expiration", Device::userExpiration),
                    text("vehicle_icon", Device::vehicleType)),
            "updated_at");

    /** What people may keep by hand. */
    private static final Set<String> BY_HAND = Set.of(
            "vehicle_name",
            "vehicle_number",
            "vehicle_type",
            "vehicle_brand",
            "vehicle_model",
            "driver_name",
            "driver_phone",
            "fuel_100km");

    /**
     * What the vendor does not say never overwrites what he said before, and nothing that he says what people keep by hand; the cost
     * centre is ours once it is set. A list names no owner: it leaves a sub-account that the detail has named; otherwise the account that lists the device owns it.
     */
    private static final String SAVE = """
            INSERT INTO tracksolid.devices AS o (%s, listed_by, cost_centre, registered_by, first_seen_at, last_listed_at)
            SELECT %s, t.lister, n.device_group, 'sync', n.updated_at, n.updated_at
            FROM (%s) AS n
            CROSS JOIN (SELECT ?::text AS lister) AS t
            LEFT JOIN tracksolid.devices AS d ON d.imei = n.imei
            ON CONFLICT (imei) DO UPDATE SET
                account = excluded.account,
                listed_by = excluded.listed_by,
                %s,
                enabled = excluded.enabled,
                cost_centre = CASE WHEN 'cost_centre' = ANY (o.hand_kept) THEN o.cost_centre
                                   ELSE coalesce(o.cost_centre, excluded.device_group) END,
                last_listed_at = excluded.last_listed_at,
                updated_at = excluded.updated_at
            """.formatted(
                    COLUMNS.names(),
                    COLUMNS.names(
                            "n",
                            Map.of(
                                    "account",
                                    "coalesce(n.account, CASE WHEN d.account <> d.listed_by THEN d.account END, t.lister)",
                                    "fuel_100km",
                                    "CASE WHEN n.fuel_100km >= 0 THEN n.fuel_100km END",
                                    "enabled",
                                    "coalesce(n.enabled, d.enabled, true)")),
                    COLUMNS.rows(),
                    COLUMNS.namesBut("imei", "account", "enabled").stream()
                            .map(DeviceRegistry::unlessUnsaid)
                            .collect(joining(",\n    ")));

    private static String unlessUnsaid(String column) {
        return (BY_HAND.contains(column)
                        ? "%1$s = tracksolid.fn_device_value(o.hand_kept, '%1$s', o.%1$s, excluded.%1$s)"
                        : "%1$s = coalesce(excluded.%1$s, o.%1$s)")
                .formatted(column);
    }

    private final Jdbi jdbi;
    private final InstantSource clock;

    /** @param jdbi with its plug-in for PostgreSQL */
    public DeviceRegistry(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The enabled devices that the account lists, sorted: its own, and those of its sub-accounts. */
    public List<String> imeisOf(String account) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT imei FROM tracksolid.devices WHERE listed_by = :account AND enabled ORDER BY imei
                        """)
                .bind("account", account)
                .mapTo(String.class)
                .list());
    }

    /** These devices, grouped by the account that owns them; a device without a known owner is left out. */
    public Map<String, List<String>> byOwner(Collection<String> imeis) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT account, imei FROM tracksolid.devices WHERE imei = ANY (:imeis) ORDER BY account, imei
                        """)
                .bindArray("imeis", String.class, imeis)
                .reduceRows(new TreeMap<>(), (owners, row) -> {
                    var owner = row.getColumn("account", String.class);
                    if (owner != null) {
                        owners.computeIfAbsent(owner, _ -> new ArrayList<>()).add(row.getColumn("imei", String.class));
                    }
                    return owners;
                }));
    }

    /**
     * What the register holds about a vehicle and its driver.
     *
     * @param handKept the manually maintained columns
     */
    public record Registered(
            String imei,
            @Nullable String account,
            @Nullable String vehicleNumber,
            @Nullable String vehicleName,
            @Nullable String driverName,
            @Nullable String driverPhone,
            boolean enabled,
            List<String> handKept) {}

    /** All devices, sorted. */
    public List<Registered> all() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT imei, account, vehicle_number, vehicle_name, driver_name, driver_phone, enabled, hand_kept
                        FROM tracksolid.devices ORDER BY imei
                        """)
                .map(ConstructorMapper.of(Registered.class))
                .list());
    }

    /**
     * Saves the account's device list; a null in the list leaves the stored value.
     *
     * A device that the database refuses is skipped and logged.
     *
     * @param account the account that listed them; it becomes the owner of devices without a known owner
     */
    public void save(String account, List<Device> devices) {
        var each = new TreeMap<String, Device>();
        devices.forEach(device -> each.putIfAbsent(Texts.cleaned(device.imei()), device));
        each.remove("");
        if (each.isEmpty()) {
            return;
        }
        try {
            Halving.attempt(
                    List.copyOf(each.values()),
                    some -> saveAll(account, some),
                    SqlTrouble::isBadRow,
                    (device, e) -> LOG.errorf(
                            "device %.50s of account %s was not saved, %s",
                            device.imei(), account, SqlTrouble.reason(e)));
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "the device list of %s could not be saved: %s".formatted(account, SqlTrouble.inWords(e)), e);
        }
    }

    private void saveAll(String account, List<Device> devices) throws SQLException {
        try (var handle = jdbi.open();
                var save = handle.getConnection().prepareStatement(SAVE)) {
            COLUMNS.bind(new ArrayParameters<>(save, devices), clock.instant()).text(account);
            save.executeUpdate();
        }
    }

    /**
     * Disables the devices that the account no longer lists. An empty list disables nothing, because it is a fault of the vendor and not
     * the end of a fleet.
     *
     * @return the number of disabled devices
     */
    public int disableUnlisted(String account, Collection<String> listedImeis) {
        if (listedImeis.isEmpty()) {
            return 0;
        }
        return jdbi.withHandle(handle -> handle.createUpdate("""
                        UPDATE tracksolid.devices SET enabled = false, updated_at = :now
                        WHERE listed_by = :account AND enabled AND NOT (imei = ANY (:listed))
                        """)
                .bind("now", Times.utc(clock.instant()))
                .bind("account", account)
                .bindArray(
                        "listed",
                        String.class,
                        listedImeis.stream().map(Texts::cleaned).toList())
                .execute());
    }
}
