/** The Tracksolid/Jimi cloud: signing, token, limits, one method per API call, wire to vocabulary. No vendor field name leaves this package. */
@NullMarked
package io.fleetline.tracksolid;

import org.jspecify.annotations.NullMarked;
