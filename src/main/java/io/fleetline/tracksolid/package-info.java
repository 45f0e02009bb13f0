/**
 * The Tracksolid/Jimi cloud: signing, token, limits, one method per API call, wire format to our types. No vendor field name leaves
 * this package.
 */
@NullMarked
package io.fleetline.tracksolid;

import org.jspecify.annotations.NullMarked;
