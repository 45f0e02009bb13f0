/** Migrations: which are applied, and how a failure is reported. */
@NullMarked
package io.fleetline.database.schema;

import org.jspecify.annotations.NullMarked;
