/** The only reader for people: its shapes are SQL functions, which Java passes on. */
@NullMarked
package io.fleetline.read;

import org.jspecify.annotations.NullMarked;
