package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Device;
import io.fleetline.simulator.Imei;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Invents vehicles: plates, drivers, trackers, depots. Names and numbers are fictitious. */
final class Roster {
    private static final List<String> FIRST_NAMES = List.of(
            "Achieng", "Amani", "Baraka", "Chebet", "Daudi", "Esther", "Faraji", "Grace", "Hamisi", "Imani", "Juma",
            "Kamau", "Lulu", "Musa", "Nakato", "Otieno", "Peris", "Rehema", "Samuel", "Tendo", "Wanjiku", "Zawadi");
    private static final List<String> LAST_NAMES = List.of(
            "Abdi",
            "Barasa",
            "Cheruiyot",
            "Hassan",
            "Kiprono",
            "Kato",
            "Lubega",
            "Maina",
            "Mutua",
            "Mwangi",
            "Njoroge",
            "Nsubuga",
            "Odhiambo",
            "Okello",
            "Omondi",
            "Ouma",
            "Salim",
            "Ssali",
            "Wafula",
            "Wekesa");
    private static final List<String> TRACKERS = List.of("GT06N", "VL03", "VL01", "GT06E", "VL802", "JC400P", "X3");
    private static final List<String> GROUPS =
            List.of("Fibre Rollout", "Field Maintenance", "Tower Crew", "Customer Care");
    private static final List<Model> MODELS = List.of(
            new Model("Toyota", "Hilux", "automobile", 9.6),
            new Model("Isuzu", "D-Max", "automobile", 9.1),
            new Model("Nissan", "NV350", "bus", 10.8),
            new Model("Isuzu", "NPR", "truck", 17.5),
            new Model("Toyota", "Probox", "automobile", 7.2),
            new Model("Boxer", "BM150", "mtc", 2.6));
    private static final Instant FIRST_IMPORT = Instant.parse("2025-01-06T06:00:00Z");
    private static final Instant EXPIRY = Instant.parse("2036-01-01T20:59:59Z");
    private static final String IMEI_PREFIX = "860000";
    private static final double DEPOTS_WITHIN_S = 12 * 60;

    private record Model(String brand, String name, String icon, double fuel100km) {}

    private Roster() {}

    static Vehicle vehicle(long fleetSeed, int index, String account, City city) {
        var seed = Chance.mix(fleetSeed, index);
        var chance = Chance.of(seed);
        var readsEngine = index % 3 == 0;
        var interval = List.of(10, 15, 20, 30).get(chance.between(0, 3));
        return new Vehicle(
                index,
                device(index, account, city, readsEngine, chance),
                city,
                Duty.of(index),
                Duty.rank(index),
                depot(city, chance),
                Driver.of(chance),
                interval,
                readsEngine,
                seed);
    }

    private static int depot(City city, Chance chance) {
        while (true) {
            var junction = chance.between(0, city.roads().size() - 1);
            if (city.roads().seconds(0, junction) <= DEPOTS_WITHIN_S) {
                return junction;
            }
        }
    }

    private static Device device(int index, String account, City city, boolean readsEngine, Chance chance) {
        var imei = Imei.of(IMEI_PREFIX, index);
        var plate = plate(city, index);
        var model = any(MODELS, chance);
        var group = any(GROUPS, chance);
        var tracker = readsEngine ? "VL502" : any(TRACKERS, chance);
        var activated = FIRST_IMPORT.plusSeconds(chance.between(0, 300) * 86_400L + chance.between(0, 30_000));
        return new Device(
                imei,
                account,
                customerName(account),
                tracker + "-" + imei.substring(10),
                tracker,
                "automobile",
                group,
                "%016x%016x".formatted(Chance.mix(account.hashCode()), Chance.mix(group.hashCode())),
                model.brand() + " " + model.name() + " " + (index + 1),
                plate,
                plate,
                model.icon(),
                model.brand(),
                model.name(),
                "ENG%07d".formatted(1_000_003L * (index + 7) % 10_000_000),
                "KVF%s%07d".formatted(model.name().replaceAll("\\W", "").toUpperCase(Locale.ROOT), index),
                any(FIRST_NAMES, chance) + " " + any(LAST_NAMES, chance),
                "+%s7%08d".formatted(city == City.KAMPALA ? "256" : "254", chance.between(0, 99_999_999)),
                "%s7%08d".formatted(city == City.KAMPALA ? "256" : "254", chance.between(0, 99_999_999)),
                "8925402%013d".formatted(index),
                "63902%010d".formatted(index),
                "",
                model.fuel100km(),
                null,
                true,
                activated.minusSeconds(3 * 86_400),
                activated,
                EXPIRY,
                null,
                null);
    }

    /** A plate such as KDA 123A; different for each index. */
    private static String plate(City city, int index) {
        var number = index % 899 + 101;
        var series = index / 899;
        var letter = (char) ('A' + series % 24);
        var last = (char) ('A' + (series / 24 + number) % 24);
        return city.platePrefix() + letter + " " + number + last;
    }

    /** Turns demo-nairobi into Demo Nairobi. */
    private static String customerName(String account) {
        var words = account.split("-", -1);
        for (var i = 0; i < words.length; i++) {
            words[i] = words[i].substring(0, 1).toUpperCase(Locale.ROOT) + words[i].substring(1);
        }
        return String.join(" ", words);
    }

    private static <T> T any(List<T> choices, Chance chance) {
        return choices.get(chance.between(0, choices.size() - 1));
    }
}
