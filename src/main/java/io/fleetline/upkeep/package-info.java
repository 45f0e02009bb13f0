/** Background work on stored data: views refreshed, figures rolled up, chunks made ahead and compressed, old data purged; and the audit log. */
@NullMarked
package io.fleetline.upkeep;

import org.jspecify.annotations.NullMarked;
