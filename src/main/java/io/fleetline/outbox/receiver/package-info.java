/** The receivers' side of a delivery: which addresses are allowed, and how one of them is posted to. */
@NullMarked
package io.fleetline.outbox.receiver;

import org.jspecify.annotations.NullMarked;
