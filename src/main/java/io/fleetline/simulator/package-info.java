/** A Tracksolid cloud for a laptop, with a fleet that drives or a replay of recorded fixes. Never on in production. */
@NullMarked
package io.fleetline.simulator;

import org.jspecify.annotations.NullMarked;
