/** Time: the service clock, steady time, and the loops of all background work. */
@NullMarked
package io.fleetline.clock;

import org.jspecify.annotations.NullMarked;
