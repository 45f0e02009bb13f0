/** A Tracksolid cloud for a laptop, with a synthetic fleet or a replay of recorded fixes. Never used in production. */
@NullMarked
package io.fleetline.simulator;

import org.jspecify.annotations.NullMarked;
