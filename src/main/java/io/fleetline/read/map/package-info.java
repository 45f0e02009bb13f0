/** Live positions, tracks and trips for maps, as GeoJSON. */
@NullMarked
package io.fleetline.read.map;

import org.jspecify.annotations.NullMarked;
