/** A generator of pushes, as cheap as can be: it shares the machine with what it measures. */
@NullMarked
package io.fleetline.bench.load;

import org.jspecify.annotations.NullMarked;
