package io.fleetline.read.feed;

import java.time.Duration;

/**
 * How often a client hears of the service, and the service of a client.
 *
 * @param heartbeat the longest time without a frame
 * @param idle a client that was silent for so long is gone
 */
record FeedPace(Duration heartbeat, Duration idle) {}
