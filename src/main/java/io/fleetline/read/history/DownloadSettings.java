package io.fleetline.read.history;

import java.time.Duration;

/**
 * How long a reader may take for a long answer.
 *
 * @param longest a download that takes longer is ended
 * @param leastBytesPerSecond one whose reader takes less on average, before compression, is ended
 */
public record DownloadSettings(Duration longest, int leastBytesPerSecond) {}
