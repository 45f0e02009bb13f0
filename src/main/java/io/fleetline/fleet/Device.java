package io.fleetline.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The master data of one tracker and the vehicle it is installed in. Every field but the IMEI may be unknown (null).
 *
 * @param account the vendor account that owns the device
 * @param mcType the tracker's model
 * @param useScope the tracker's intended use (automobile, personal …)
 * @param vehicleType the kind of vehicle (van, truck, bus …), as the vendor names its icon
 * @param fuel100km consumption, litres per 100 km
 * @param odometerKm the platform's mileage, kilometres
 * @param enabled whether the device is enabled on the platform
 * @param carFrame the frame number as entered by a user; {@code vin} is the vendor's own, or this one if it has none
 * @param userExpiration the vendor's text of expiry dates by account, such as {@code account1,2019-01-01}
 */
public record Device(
        String imei,
        @Nullable String account,
        @Nullable String customerName,
        @Nullable String deviceName,
        @Nullable String mcType,
        @Nullable String useScope,
        @Nullable String deviceGroup,
        @Nullable String deviceGroupId,
        @Nullable String vehicleName,
        @Nullable String vehicleNumber,
        @Nullable String licensePlate,
        @Nullable String vehicleType,
        @Nullable String vehicleBrand,
        @Nullable String vehicleModel,
        @Nullable String engineNumber,
        @Nullable String vin,
        @Nullable String driverName,
        @Nullable String driverPhone,
        @Nullable String sim,
        @Nullable String iccid,
        @Nullable String imsi,
        @Nullable String remark,
        @Nullable Double fuel100km,
        @Nullable Double odometerKm,
        @Nullable Boolean enabled,
        @Nullable Instant importedAt,
        @Nullable Instant activatedAt,
        @Nullable Instant expiresAt,
        @Nullable String carFrame,
        @Nullable String userExpiration) {}
