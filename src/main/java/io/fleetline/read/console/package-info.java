/** The console: its page, its settings, and nothing of its data, which it asks the read-API for like any other client. */
@NullMarked
package io.fleetline.read.console;

import org.jspecify.annotations.NullMarked;
