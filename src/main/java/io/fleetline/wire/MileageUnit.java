package io.fleetline.wire;

/** What a distance of jimi.device.track.mileage counts. */
public enum MileageUnit {
    METRES,
    KILOMETRES
}
