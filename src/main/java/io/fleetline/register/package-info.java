/** The devices: their register, what operators import into it, and what is erased from it. */
@NullMarked
package io.fleetline.register;

import org.jspecify.annotations.NullMarked;
