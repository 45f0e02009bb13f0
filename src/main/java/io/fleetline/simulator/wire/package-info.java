/** The vendor's side of the conversation: what a request may say, in which order it is checked, and how each answer is spelt. */
@NullMarked
package io.fleetline.simulator.wire;

import org.jspecify.annotations.NullMarked;
