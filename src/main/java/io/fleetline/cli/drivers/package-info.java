/** Lists of vehicles and their drivers: imported from a file into the register, and compared with the vendor's data. */
@NullMarked
package io.fleetline.cli.drivers;

import org.jspecify.annotations.NullMarked;
