/** Fixes, trips, alarms and other facts: immutable records without I/O or framework. Units are in the names; times are instants (UTC). */
@NullMarked
package io.fleetline.fleet;

import org.jspecify.annotations.NullMarked;
