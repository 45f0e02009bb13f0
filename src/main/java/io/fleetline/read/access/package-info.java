/** Who may read, and which cost centres: our own bearer tokens, and JWTs of an OpenID provider. */
@NullMarked
package io.fleetline.read.access;

import org.jspecify.annotations.NullMarked;
