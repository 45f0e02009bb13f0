package io.fleetline.bench.load;

/** Hears of each fix shortly before it is sent. */
public interface FixListener {
    /** @param epochSecond its time */
    void sent(int vehicle, long epochSecond);
}
