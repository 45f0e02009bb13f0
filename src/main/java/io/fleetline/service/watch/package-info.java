/** What is watched from outside: {@code /q/health} and the gauges. */
@NullMarked
package io.fleetline.service.watch;

import org.jspecify.annotations.NullMarked;
