/** Clients of the live feed, for the benchmark: they count and time what they are sent, and read as little of it as possible. */
@NullMarked
package io.fleetline.bench.live;

import org.jspecify.annotations.NullMarked;
