/** Secrets and signatures, as Standard Webhooks defines them. */
@NullMarked
package io.fleetline.outbox.signature;

import org.jspecify.annotations.NullMarked;
