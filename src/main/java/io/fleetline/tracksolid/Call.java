package io.fleetline.tracksolid;

import java.time.Duration;
import java.util.Map;

/**
 * One question to the vendor, not yet signed.
 *
 * @param account on whose behalf: whose gate and limits count
 * @param params the method's own parameters
 * @param timeout until the whole answer must be there
 * @param slow whether it may take minutes, and so must leave room for quick ones
 */
record Call(String method, String account, Map<String, String> params, Duration timeout, boolean slow) {
    /** Without the parameters: those of a login are secret. */
    @Override
    public String toString() {
        return "%s for account %s".formatted(method, account);
    }
}
