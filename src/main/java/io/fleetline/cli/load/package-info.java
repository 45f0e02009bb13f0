/** A generator of pushes, as cheap as can be: it shares the machine with what it measures. */
@NullMarked
package io.fleetline.cli.load;

import org.jspecify.annotations.NullMarked;
