package io.fleetline.read.access;

import java.util.List;
import java.util.Optional;

/**
 * Who may read, and how much.
 *
 * @param readersServed whether this process has the read role at all
 * @param tokenRequired whether readers need a bearer token
 * @param requestsPerSecond of one caller; 0: no limit
 * @param liveConnections at the same time of one caller, and of one address; 0: no limit
 * @param origins of the pages that may ask from a browser, spelled as browsers do
 * @param openId empty: only tokens of our own are accepted
 */
public record AccessSettings(
        boolean readersServed,
        boolean tokenRequired,
        int requestsPerSecond,
        int liveConnections,
        List<String> origins,
        Optional<OpenIdSettings> openId) {}
