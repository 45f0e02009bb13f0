/** Lists of vehicles and their drivers: read from a file into the register, and compared with what the vendor says. */
@NullMarked
package io.fleetline.cli.drivers;

import org.jspecify.annotations.NullMarked;
