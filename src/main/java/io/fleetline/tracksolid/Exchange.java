package io.fleetline.tracksolid;

import io.fleetline.tracksolid.TracksolidException.Kind;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Runs one call: gate, limits, token, request, one retry where that can help; then reports the outcome to the gate. */
final class Exchange {
    private final Tracer tracer = GlobalOpenTelemetry.getOrNoop().getTracer("io.fleetline.tracksolid");
    private final AccountGates gates;
    private final AccountLimits limits;
    private final TokenKeeper tokens;
    private final Endpoint endpoint;

    Exchange(AccountGates gates, AccountLimits limits, TokenKeeper tokens, Endpoint endpoint) {
        this.gates = gates;
        this.limits = limits;
        this.tokens = tokens;
        this.endpoint = endpoint;
    }

    /** @return a reply with code 0 */
    Envelope ask(Call call) {
        if (gates.closedUntil(call.account()).isPresent()) {
            throw blocked(call);
        }
        limits.enter(call);
        try {
            return askThroughGate(call);
        } finally {
            limits.leave(call);
        }
    }

    /** The gate may have closed while the call waited for a slot. */
    private Envelope askThroughGate(Call call) {
        if (!gates.enter(call.account())) {
            throw blocked(call);
        }
        try {
            var envelope = converse(call);
            gates.succeeded(call.account());
            return envelope;
        } catch (TracksolidException e) {
            tellGate(call.account(), e.kind());
            throw e;
        } catch (RuntimeException e) {
            gates.left(call.account());
            throw e;
        }
    }

    private Envelope converse(Call call) {
        var token = tokens.token();
        try {
            return send(call, token);
        } catch (TracksolidException e) {
            return switch (e.kind()) {
                case TOKEN -> send(call, tokens.replacementFor(token));
                case BUSY -> send(call, token);
                default -> throw e;
            };
        }
    }

    private Envelope send(Call call, String token) {
        limits.pace(call);
        var span = tracer.spanBuilder(call.method())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("fleetline.account", call.account())
                .startSpan();
        try {
            return endpoint.ask(call, token);
        } catch (TracksolidException e) {
            span.setStatus(StatusCode.ERROR, e.kind().name());
            throw e;
        } finally {
            span.end();
        }
    }

    private void tellGate(String account, Kind kind) {
        switch (kind) {
            case REFUSED -> gates.succeeded(account);
            case LIMITED -> gates.limited(account);
            case UNREADABLE, UNREACHABLE, TOKEN, BUSY -> gates.failed(account);
            case BLOCKED -> gates.left(account);
        }
    }

    private TracksolidException blocked(Call call) {
        var until = gates.closedUntil(call.account())
                .map(instant -> " until " + instant)
                .orElse("");
        return new TracksolidException(Kind.BLOCKED, call, "not sent: the gate is closed" + until);
    }
}
