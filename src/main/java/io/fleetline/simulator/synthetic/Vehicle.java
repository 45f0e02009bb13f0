package io.fleetline.simulator.synthetic;

import io.fleetline.fleet.Device;

/**
 * The fixed properties of one vehicle of the synthetic fleet.
 *
 * @param index its number in the whole fleet, from 0
 * @param rank its number among the vehicles of the same duty, by which their timetables are staggered
 * @param depot the junction where its day begins and ends
 * @param fixIntervalS seconds between two fixes while driving; a divisor of 60
 * @param seed the source of all its random numbers
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

    /** The random numbers for one purpose on one day. */
    Chance chance(long day, Purpose purpose) {
        return Chance.of(seed, day, purpose.salt);
    }

    /** What random numbers are used for. Each purpose has its own sequence, so that one does not disturb another. */
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
