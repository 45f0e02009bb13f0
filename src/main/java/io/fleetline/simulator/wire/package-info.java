/** The vendor's side of the protocol: what a request may contain, in which order it is checked, and how each answer is written. */
@NullMarked
package io.fleetline.simulator.wire;

import org.jspecify.annotations.NullMarked;
