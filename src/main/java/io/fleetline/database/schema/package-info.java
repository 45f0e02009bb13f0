/** Migrations: which are applied, and what to do when one fails. */
@NullMarked
package io.fleetline.database.schema;

import org.jspecify.annotations.NullMarked;
