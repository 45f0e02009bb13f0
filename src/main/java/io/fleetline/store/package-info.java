/** The only writer of facts: batch writers, dead letters, cursors, ingestion log. */
@NullMarked
package io.fleetline.store;

import org.jspecify.annotations.NullMarked;
