/** Tracks, trips and the day's dashboard, streamed. */
@NullMarked
package io.fleetline.read.history;

import org.jspecify.annotations.NullMarked;
