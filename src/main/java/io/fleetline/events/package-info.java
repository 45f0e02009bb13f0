/** City events: takes them in, derives others by rules, stores both at once, and answers who asks about them. See docs/events.md. */
@NullMarked
package io.fleetline.events;

import org.jspecify.annotations.NullMarked;
