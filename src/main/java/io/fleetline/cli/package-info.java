/** The command line: serve, migrate, simulate, backfill. */
@NullMarked
package io.fleetline.cli;

import org.jspecify.annotations.NullMarked;
