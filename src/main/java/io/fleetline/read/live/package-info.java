/** The newest position of each vehicle, for live maps. */
@NullMarked
package io.fleetline.read.live;

import org.jspecify.annotations.NullMarked;
