/** What {@code /q/health} answers: live, started and ready, for the roles of this process. */
@NullMarked
package io.fleetline.cli.health;

import org.jspecify.annotations.NullMarked;
