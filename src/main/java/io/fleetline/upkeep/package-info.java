/**
 * Background work on stored data: refreshing views, rolling up figures, creating and compressing chunks, purging old data; and the
 * audit log.
 */
@NullMarked
package io.fleetline.upkeep;

import org.jspecify.annotations.NullMarked;
