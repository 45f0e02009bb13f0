/** Live clients: what changes on the live map, over WebSocket and server-sent events. */
@NullMarked
package io.fleetline.read.feed;

import org.jspecify.annotations.NullMarked;
