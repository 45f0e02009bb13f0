/** A fleet that repeats recorded fixes. */
@NullMarked
package io.fleetline.simulator.recorded;

import org.jspecify.annotations.NullMarked;
