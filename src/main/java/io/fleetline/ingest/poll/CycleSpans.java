package io.fleetline.ingest.poll;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** Traces each cycle of a job as a root span that contains the calls to the vendor and the commits. */
final class CycleSpans {
    private final Tracer tracer = GlobalOpenTelemetry.getOrNoop().getTracer("io.fleetline.ingest.poll");

    /** Runs one cycle for one account. */
    void run(PollJob job, String account) {
        var span = tracer.spanBuilder("poll " + job.name())
                .setNoParent()
                .setAttribute("fleetline.account", account)
                .startSpan();
        try (var _ = span.makeCurrent()) {
            job.run(account);
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }
}
