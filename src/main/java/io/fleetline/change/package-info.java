/** The change log: ticks, positions, the doorbell, and consumers that apply each change once. See docs/change-log.md. */
@NullMarked
package io.fleetline.change;

import org.jspecify.annotations.NullMarked;
