package io.fleetline.simulator;

import io.fleetline.fleet.Fix;

/**
 * A fix as the cloud holds it.
 *
 * @param reuploaded whether the tracker kept it while it had no network, and sent it later
 */
public record ReportedFix(Fix fix, boolean reuploaded) {}
