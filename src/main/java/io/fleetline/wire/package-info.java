/** Foreign text read leniently: numbers, times, units, positions. No vendor, no database. */
@NullMarked
package io.fleetline.wire;

import org.jspecify.annotations.NullMarked;
