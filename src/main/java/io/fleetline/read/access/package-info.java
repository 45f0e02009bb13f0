/** Who may read, and which cost centres: bearer tokens of our own, and JWTs of an OpenID provider. */
@NullMarked
package io.fleetline.read.access;

import org.jspecify.annotations.NullMarked;
