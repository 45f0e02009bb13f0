/** The running service: how its parts are started, run and stopped. */
@NullMarked
package io.fleetline.service;

import org.jspecify.annotations.NullMarked;
