package io.fleetline.bench.load;

import io.fleetline.bench.load.Load.Mixture;

/**
 * The fixes of one connection's part of the fleet: second after second, vehicle after vehicle, with a steady mixture of repeated, late
 * and unusable ones among them. It counts what it has made, so that the result can be checked to the item.
 */
final class FixStream {
    /** The time span for late fixes before the first of the others; once it is used up, no more late fixes are sent. */
    static final long LATE_SPAN_S = 1_800;

    /** A repeat is of a fix this many seconds earlier, so mostly of another request. */
    private static final long REPEATED_AFTER_S = 10;

    private static final long LOST_CLOCK = 1_546_300_800; // 2019-01-01

    private final int firstVehicle;
    private final int vehicles;
    private final long start;
    private final Mixture mixture;
    private long usual;
    private long late;
    private long repeated;
    private long unusable;
    private int vehicle;
    private long epochSecond;

    FixStream(int firstVehicle, int vehicles, long start, Mixture mixture) {
        this.firstVehicle = firstVehicle;
        this.vehicles = vehicles;
        this.start = start;
        this.mixture = mixture;
    }

    /** Moves to the next fix. */
    void advance() {
        long items = items();
        if (mixture.unusable() * items > unusable + 1) {
            set(unusable++, LOST_CLOCK);
        } else if (mixture.repeated() * items > repeated + 1 && usual > (REPEATED_AFTER_S + 1) * vehicles) {
            repeated++;
            set(usual, start + LATE_SPAN_S - REPEATED_AFTER_S);
        } else if (mixture.late() * items > late + 1 && late < LATE_SPAN_S * vehicles) {
            set(late++, start);
        } else {
            set(usual++, start + LATE_SPAN_S);
        }
    }

    private void set(long number, long from) {
        vehicle = firstVehicle + (int) (number % vehicles);
        epochSecond = from + number / vehicles;
    }

    int vehicle() {
        return vehicle;
    }

    long epochSecond() {
        return epochSecond;
    }

    long items() {
        return usual + late + repeated + unusable;
    }

    /** The number of distinct storable fixes among them. */
    long distinct() {
        return usual + late;
    }

    long unusable() {
        return unusable;
    }

    /** The second after its last fix. */
    long end() {
        return start + LATE_SPAN_S + usual / vehicles + 1;
    }
}
