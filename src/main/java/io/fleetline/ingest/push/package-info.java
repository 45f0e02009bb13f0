/** What to do when told: the vendor's pushes, read from the bytes, mapped, and acknowledged once they are durable. */
@NullMarked
package io.fleetline.ingest.push;

import org.jspecify.annotations.NullMarked;
