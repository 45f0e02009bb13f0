package io.fleetline.store;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;

/**
 * A span for each commit, in the trace of the first request or poll that it serves, with links to the others. Without traces there
 * are none.
 */
final class CommitSpans {
    private final Tracer tracer = GlobalOpenTelemetry.getOrNoop().getTracer("io.fleetline.store");
    private final String name;

    CommitSpans(String table) {
        this.name = "commit " + table;
    }

    /** The caller must end the span. */
    Span begin(List<? extends Pending<?, ?>> group) {
        var served = group.stream()
                .map(Pending::origin)
                .filter(SpanContext::isValid)
                .distinct()
                .toList();
        if (served.isEmpty()) {
            return Span.getInvalid();
        }
        var span = tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(served.getFirst())))
                .setAttribute("fleetline.submissions", group.size())
                .setAttribute(
                        "fleetline.facts",
                        group.stream().mapToInt(Pending::weight).sum());
        served.stream().skip(1).forEach(span::addLink);
        return span.startSpan();
    }
}
