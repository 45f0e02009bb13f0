package io.fleetline.cli.drivers;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The columns of a vehicle list: each has its column in {@code tracksolid.devices} and alternative headers. Headers are compared
 * without case, blanks and punctuation: {@code IMEI No.} is {@code imeino}.
 */
enum Column {
    IMEI("imeino", "imeinumber", "imeicode", "deviceimei", "tracker", "trackerimei"),
    VEHICLE_NUMBER(
            "plate",
            "plateno",
            "platenumber",
            "numberplate",
            "licenseplate",
            "licenceplate",
            "vehicleno",
            "vehicleplate",
            "vehicleregistration",
            "registration",
            "registrationno",
            "registrationnumber",
            "reg",
            "regno"),
    VEHICLE_NAME,
    VEHICLE_TYPE("type", "kind", "bodytype"),
    VEHICLE_BRAND("brand", "make"),
    VEHICLE_MODEL("model"),
    DRIVER_NAME("driver", "drivers", "driversname"),
    DRIVER_PHONE(
            "phone", "phoneno", "phonenumber", "mobile", "mobileno", "driversphone", "driverphoneno", "drivermobile"),
    COST_CENTRE("costcenter", "costcentrecode", "department"),
    ASSIGNED_CITY("city", "town", "assignedtown"),
    FLEET_SEGMENT("segment", "fleet"),
    FUEL_100KM("fuel", "fuell100km", "fuelper100km", "l100km", "litresper100km", "consumption", "fuelconsumption");

    private final List<String> aliases;

    Column(String... aliases) {
        this.aliases = List.of(aliases);
    }

    /** The database's name of the column. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Column> of(String header) {
        var word = plain(header);
        return Arrays.stream(values())
                .filter(column -> plain(column.label()).equals(word) || column.aliases.contains(word))
                .findAny();
    }

    /** All columns, for a message. */
    static String known() {
        return Arrays.stream(values()).map(Column::label).collect(joining(", "));
    }

    private static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
