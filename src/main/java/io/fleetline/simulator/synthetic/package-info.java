/** A synthetic fleet that drives, stops, idles, speeds and falls silent: every state is a pure function of seed, vehicle and time. */
@NullMarked
package io.fleetline.simulator.synthetic;

import org.jspecify.annotations.NullMarked;
