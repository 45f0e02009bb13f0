/** What the fleet did, business day by business day: the roll-up, and the KPIs that are answered from it. */
@NullMarked
package io.fleetline.read.analytics;

import org.jspecify.annotations.NullMarked;
