/** Polling of the vendor's cloud: the jobs, their windows and cursors, and the catch-up after an outage. */
@NullMarked
package io.fleetline.ingest.poll;

import org.jspecify.annotations.NullMarked;
