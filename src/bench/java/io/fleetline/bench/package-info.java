/** The benchmarks, which {@code scripts/bench} runs. They are no part of the product: the build compiles them with the tests. */
@NullMarked
package io.fleetline.bench;

import org.jspecify.annotations.NullMarked;
