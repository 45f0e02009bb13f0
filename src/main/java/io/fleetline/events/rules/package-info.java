/** What follows from an event: schemas, conditions, templates. Pure functions, without I/O or a clock. */
@NullMarked
package io.fleetline.events.rules;

import org.jspecify.annotations.NullMarked;
