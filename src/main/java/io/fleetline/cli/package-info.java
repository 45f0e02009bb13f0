/** The commands of the command line. */
@NullMarked
package io.fleetline.cli;

import org.jspecify.annotations.NullMarked;
