/** The device register: its content, imports into it, and erasure from it. */
@NullMarked
package io.fleetline.register;

import org.jspecify.annotations.NullMarked;
