/** Lenient parsing of foreign text: numbers, times, units, positions. No vendor, no database. */
@NullMarked
package io.fleetline.wire;

import org.jspecify.annotations.NullMarked;
