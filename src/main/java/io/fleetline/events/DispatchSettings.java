package io.fleetline.events;

import java.util.List;

/**
 * Which vehicles may be sent.
 *
 * @param statuses of the live map: moving, idle, parked
 * @param farthestKm from where one is wanted
 */
public record DispatchSettings(List<String> statuses, int farthestKm) {}
