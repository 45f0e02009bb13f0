package io.fleetline.wire;

/** The unit of the distances of jimi.device.track.mileage. */
public enum MileageUnit {
    METRES,
    KILOMETRES
}
