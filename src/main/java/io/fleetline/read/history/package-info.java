/** Tracks, trips and the dashboard of a day, streamed. */
@NullMarked
package io.fleetline.read.history;

import org.jspecify.annotations.NullMarked;
