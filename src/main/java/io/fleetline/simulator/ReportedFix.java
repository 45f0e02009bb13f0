package io.fleetline.simulator;

import io.fleetline.fleet.Fix;

/**
 * A fix as the cloud holds it.
 *
 * @param reuploaded whether the tracker buffered it while it had no network
 */
public record ReportedFix(Fix fix, boolean reuploaded) {}
