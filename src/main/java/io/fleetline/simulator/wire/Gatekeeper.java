package io.fleetline.simulator.wire;

import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Faults;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.tracksolid.Signature;
import java.time.Duration;
import java.time.Instant;

/** The checks that every call passes before its method runs, in the vendor's order. */
final class Gatekeeper {
    static final String TOKEN_GET = "jimi.oauth.token.get";

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final SimulatorSettings settings;
    private final Faults faults;
    private final TokenDesk tokens;
    private final RateLimits rates;

    Gatekeeper(SimulatorSettings settings, Faults faults, TokenDesk tokens, RateLimits rates) {
        this.settings = settings;
        this.faults = faults;
        this.tokens = tokens;
        this.rates = rates;
    }

    /** @throws Refusal with the code of the first check that fails */
    void check(Request request, String account, Instant now) {
        if (!request.required("app_key").equals(settings.appKey())) {
            throw Refusal.parameter("Illegal app_key");
        }
        checkTimestamp(request, now);
        checkSignature(request);
        if (!request.method().equals(TOKEN_GET)) {
            tokens.check(request.optional("access_token"), now);
        }
        checkRate(request, account, now);
        checkOrdered(request, account);
    }

    private static void checkTimestamp(Request request, Instant now) {
        var timestamp = VendorTime.parse("timestamp", request.required("timestamp"));
        if (Duration.between(timestamp, now).abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw Refusal.parameter("Illegal timestamp");
        }
    }

    /** For version 0.9 the vendor does not check the signature. */
    private void checkSignature(Request request) {
        if (!request.required("sign_method").equals("md5")
                || !request.text("format", "json").equals("json")) {
            throw Refusal.parameter("sign_method must be md5, format must be json");
        }
        switch (request.text("v", "1.0")) {
            case "0.9" -> {}
            case "1.0" -> {
                if (!request.required("sign").equals(Signature.sign(request.params(), settings.appSecret()))) {
                    throw Refusal.parameter("Illegal sign");
                }
            }
            default -> throw Refusal.parameter("Illegal v");
        }
    }

    private void checkRate(Request request, String account, Instant now) {
        if (faults.hits(Fault.RATE_LIMITED, request.method(), account)) {
            throw Refusal.tooFrequent();
        }
        if (request.method().equals(TOKEN_GET)) {
            tokens.checkInterval(now);
        } else {
            rates.check(account, now);
        }
    }

    private void checkOrdered(Request request, String account) {
        if (faults.hits(Fault.BUSY, request.method(), account)) {
            throw new Refusal(-1, "The system is busy ");
        }
        if (faults.hits(Fault.BUSINESS_1100, request.method(), account)) {
            throw new Refusal(1100, "Business exception ");
        }
    }
}
