package io.fleetline.wire;

/** A position, WGS-84 degrees, in range and not (0, 0). */
public record Position(double lat, double lng) {}
