package io.fleetline.change;

import java.time.Duration;

/**
 * @param on whether changes are logged
 * @param betweenTicks changes that commit within this time after a tick belong to the next one; at most {@link #LONGEST_TICK}
 * @param batch rows of the log that a consumer applies in one transaction
 */
public record ChangeLogSettings(boolean on, Duration betweenTicks, int batch) {
    public static final Duration LONGEST_TICK = Duration.ofSeconds(1);
}
