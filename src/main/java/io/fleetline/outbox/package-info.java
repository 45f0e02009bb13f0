/** Deliveries to the outside: signed webhooks that follow the change log. See docs/webhooks.md. */
@NullMarked
package io.fleetline.outbox;

import org.jspecify.annotations.NullMarked;
