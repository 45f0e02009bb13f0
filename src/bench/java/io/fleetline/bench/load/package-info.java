/** A load generator that uses as little processor time as possible, because it shares the machine with what it measures. */
@NullMarked
package io.fleetline.bench.load;

import org.jspecify.annotations.NullMarked;
