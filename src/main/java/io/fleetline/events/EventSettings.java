package io.fleetline.events;

/**
 * Limits on events that come by HTTP.
 *
 * @param maxBodyBytes the longest body
 * @param perSecond the most events per second of all senders; 0: no limit
 */
public record EventSettings(int maxBodyBytes, int perSecond) {}
