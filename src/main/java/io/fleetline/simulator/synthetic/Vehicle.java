package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Device;

/**
 * One vehicle of the synthetic fleet and what never changes about it.
 *
 * @param index its number in the whole fleet, from 0
 * @param rank its number among the vehicles of the same duty, by which their timetables are staggered
 * @param depot the junction where its day begins and ends
 * @param fixIntervalS seconds between two fixes under way; divides 60
 * @param seed where all chance in its life comes from
 */
record Vehicle(
        int index,
        Device device,
        City city,
        Duty duty,
        int rank,
        int depot,
        Driver driver,
        int fixIntervalS,
        boolean readsEngine,
        long seed) {
    String imei() {
        return device.imei();
    }

    /** Chance for one purpose on one day. */
    Chance chance(long day, Purpose purpose) {
        return Chance.of(seed, day, purpose.salt);
    }

    /** What chance is thrown for; each purpose has throws of its own, so that one does not disturb the other. */
    enum Purpose {
        TIMETABLE(1),
        SILENCE(2),
        ALARMS(3);

        private final long salt;

        Purpose(long salt) {
            this.salt = salt;
        }

        long salt() {
            return salt;
        }
    }
}
