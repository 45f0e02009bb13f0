/** The way of a request before it reaches a role: arrival, request id, gate, metrics, routes. */
@NullMarked
package io.fleetline.service.http;

import org.jspecify.annotations.NullMarked;
