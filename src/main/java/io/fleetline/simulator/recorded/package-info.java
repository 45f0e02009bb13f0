/** A fleet that replays recorded fixes. */
@NullMarked
package io.fleetline.simulator.recorded;

import org.jspecify.annotations.NullMarked;
