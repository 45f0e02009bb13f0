package io.fleetline.fleet;

/** How a position was found; stored by its name. */
public enum PositionType {
    GPS,
    LBS,
    WIFI,
    BEACON
}
