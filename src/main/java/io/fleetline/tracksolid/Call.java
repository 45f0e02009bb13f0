package io.fleetline.tracksolid;

import java.time.Duration;
import java.util.Map;

/**
 * One request to the vendor, not yet signed.
 *
 * @param account the account whose gate and limits apply
 * @param params the method's own parameters
 * @param timeout the longest wait for the complete answer
 * @param slow whether it may take minutes and must leave room for quick calls
 */
record Call(String method, String account, Map<String, String> params, Duration timeout, boolean slow) {
    /** Omits the parameters: those of a login are secret. */
    @Override
    public String toString() {
        return "%s for account %s".formatted(method, account);
    }
}
