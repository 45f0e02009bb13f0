/** The packaged product, run as its users run it: processes of the operating system, killed, misconfigured, concurrent. */
@NullMarked
package io.fleetline.processes;

import org.jspecify.annotations.NullMarked;
