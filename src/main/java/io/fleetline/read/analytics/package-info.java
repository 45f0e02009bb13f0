/** The KPIs per business day, answered from the roll-up. */
@NullMarked
package io.fleetline.read.analytics;

import org.jspecify.annotations.NullMarked;
