package io.fleetline.fleet;

/** How a position was determined; stored by its name. */
public enum PositionType {
    GPS,
    LBS,
    WIFI,
    BEACON
}
