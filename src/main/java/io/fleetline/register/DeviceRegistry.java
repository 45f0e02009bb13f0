package io.fleetline.register;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import io.fleetline.database.Texts;
import io.fleetline.database.Times;
import io.fleetline.fleet.Device;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** The register of devices. */
public final class DeviceRegistry {

    private static final Logger LOG = Logger.getLogger(DeviceRegistry.class);

    /**
     * A null of the vendor never overwrites a value, and no value of the vendor overwrites a manually maintained column; the cost
     * centre is never overwritten once set. A list names no owner: it keeps a sub-account that the detail named; otherwise the
     * account that lists the device owns it.
     */
    private static final String SAVE = """
            INSERT INTO tracksolid.devices AS o
                (imei, account, customer_name, device_name, mc_type, mc_type_use_scope, device_group, device_group_id,
                 vehicle_name, vehicle_number, license_plate_no, vehicle_type, vehicle_brand, vehicle_model, engine_number,
                 vin, driver_name, driver_phone, sim, iccid, imsi, remark, fuel_100km, odometer_km, enabled, imported_at,
                 activated_at, expires_at, car_frame, user_expiration, vehicle_icon, listed_by, cost_centre, registered_by,
                 first_seen_at, last_listed_at, updated_at)
            SELECT n.imei,
                   coalesce(n.owner, CASE WHEN d.account <> d.listed_by THEN d.account END, t.lister), n.customer_name, n.device_name, n.mc_type, n.use_scope, n.device_group,
                   n.device_group_id, n.vehicle_name, n.vehicle_number, n.license_plate, n.vehicle_type, n.vehicle_brand,
                   n.vehicle_model, n.engine_number, n.vin, n.driver_name, n.driver_phone, n.sim, n.iccid, n.imsi, n.remark,
                   CASE WHEN n.fuel_100km >= 0 THEN n.fuel_100km END, n.odometer_km, coalesce(n.enabled, d.enabled, true),
                   timestamptz 'epoch' + n.imported_us * interval '1 microsecond',
                   timestamptz 'epoch' + n.activated_us * interval '1 microsecond',
                   timestamptz 'epoch' + n.expires_us * interval '1 microsecond',
                   n.car_frame, n.user_expiration, n.vehicle_type, t.lister, n.device_group, 'sync', t.now, t.now, t.now
            FROM (SELECT ?::timestamptz AS now, ?::text AS lister) AS t,
                 unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 AS n (imei, owner, customer_name, device_name, mc_type, use_scope, device_group, device_group_id,
                       vehicle_name, vehicle_number, license_plate, vehicle_type, vehicle_brand, vehicle_model,
                       engine_number, vin, driver_name, driver_phone, sim, iccid, imsi, remark, fuel_100km, odometer_km,
                       enabled, imported_us, activated_us, expires_us, car_frame, user_expiration)
            LEFT JOIN tracksolid.devices AS d ON d.imei = n.imei
            ON CONFLICT (imei) DO UPDATE SET
                account = excluded.account,
                listed_by = excluded.listed_by,
                customer_name = coalesce(excluded.customer_name, o.customer_name),
                device_name = coalesce(excluded.device_name, o.device_name),
                mc_type = coalesce(excluded.mc_type, o.mc_type),
                mc_type_use_scope = coalesce(excluded.mc_type_use_scope, o.mc_type_use_scope),
                device_group = coalesce(excluded.device_group, o.device_group),
                device_group_id = coalesce(excluded.device_group_id, o.device_group_id),
                vehicle_name = tracksolid.fn_device_value(o.hand_kept, 'vehicle_name', o.vehicle_name, excluded.vehicle_name),
                vehicle_number = tracksolid.fn_device_value(o.hand_kept, 'vehicle_number', o.vehicle_number, excluded.vehicle_number),
                license_plate_no = coalesce(excluded.license_plate_no, o.license_plate_no),
                vehicle_type = tracksolid.fn_device_value(o.hand_kept, 'vehicle_type', o.vehicle_type, excluded.vehicle_type),
                vehicle_brand = tracksolid.fn_device_value(o.hand_kept, 'vehicle_brand', o.vehicle_brand, excluded.vehicle_brand),
                vehicle_model = tracksolid.fn_device_value(o.hand_kept, 'vehicle_model', o.vehicle_model, excluded.vehicle_model),
                engine_number = coalesce(excluded.engine_number, o.engine_number),
                vin = coalesce(excluded.vin, o.vin),
                driver_name = tracksolid.fn_device_value(o.hand_kept, 'driver_name', o.driver_name, excluded.driver_name),
                driver_phone = tracksolid.fn_device_value(o.hand_kept, 'driver_phone', o.driver_phone, excluded.driver_phone),
                sim = coalesce(excluded.sim, o.sim),
                iccid = coalesce(excluded.iccid, o.iccid),
                imsi = coalesce(excluded.imsi, o.imsi),
                remark = coalesce(excluded.remark, o.remark),
                fuel_100km = tracksolid.fn_device_value(o.hand_kept, 'fuel_100km', o.fuel_100km, excluded.fuel_100km),
                odometer_km = coalesce(excluded.odometer_km, o.odometer_km),
                imported_at = coalesce(excluded.imported_at, o.imported_at),
                activated_at = coalesce(excluded.activated_at, o.activated_at),
                expires_at = coalesce(excluded.expires_at, o.expires_at),
                car_frame = coalesce(excluded.car_frame, o.car_frame),
                user_expiration = coalesce(excluded.user_expiration, o.user_expiration),
                vehicle_icon = coalesce(excluded.vehicle_icon, o.vehicle_icon),
                enabled = excluded.enabled,
                cost_centre = CASE WHEN 'cost_centre' = ANY (o.hand_kept) THEN o.cost_centre
                                   ELSE coalesce(o.cost_centre, excluded.device_group) END,
                last_listed_at = excluded.last_listed_at,
                updated_at = excluded.updated_at
            """;

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
        saveAllButBad(account, List.copyOf(each.values()));
    }

    /** Splits the list in halves until each device that the database refuses is isolated. */
    private void saveAllButBad(String account, List<Device> devices) {
        try (var handle = jdbi.open();
                var save = handle.getConnection().prepareStatement(SAVE)) {
            bind(new ArrayParameters<>(save, devices).instant(clock.instant()).text(account));
            save.executeUpdate();
        } catch (SQLException e) {
            if (SqlTrouble.of(e) != SqlTrouble.BAD_ROW) {
                throw new StoreUnavailableException(
                        "the device list of %s could not be saved: %s".formatted(account, e.getMessage()), e);
            }
            if (devices.size() == 1) {
                LOG.errorf(
                        "device %.50s of account %s was not saved, %s",
                        devices.getFirst().imei(), account, SqlTrouble.reason(e));
                return;
            }
            var middle = devices.size() / 2;
            saveAllButBad(account, devices.subList(0, middle));
            saveAllButBad(account, devices.subList(middle, devices.size()));
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

    private static void bind(ArrayParameters<Device> devices) throws SQLException {
        devices.texts(Device::imei)
                .texts(Device::account)
                .texts(Device::customerName)
                .texts(Device::deviceName)
                .texts(Device::mcType)
                .texts(Device::useScope)
                .texts(Device::deviceGroup)
                .texts(Device::deviceGroupId)
                .texts(Device::vehicleName)
                .texts(Device::vehicleNumber)
                .texts(Device::licensePlate)
                .texts(Device::vehicleType)
                .texts(Device::vehicleBrand)
                .texts(Device::vehicleModel)
                .texts(Device::engineNumber)
                .texts(Device::vin)
                .texts(Device::driverName)
                .texts(Device::driverPhone)
                .texts(Device::sim)
                .texts(Device::iccid)
                .texts(Device::imsi)
                .texts(Device::remark)
                .decimals(Device::fuel100km)
                .decimals(Device::odometerKm)
                .flags(Device::enabled)
                .times(Device::importedAt)
                .times(Device::activatedAt)
                .times(Device::expiresAt)
                .texts(Device::carFrame)
                .texts(Device::userExpiration);
    }
}
