/** The only reader for people: SQL functions define the answers, which Java passes on. */
@NullMarked
package io.fleetline.read;

import org.jspecify.annotations.NullMarked;
