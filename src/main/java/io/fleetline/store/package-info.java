/** The only writer of facts: batch writers, dead letters, ingestion log, device registry. */
@NullMarked
package io.fleetline.store;

import org.jspecify.annotations.NullMarked;
