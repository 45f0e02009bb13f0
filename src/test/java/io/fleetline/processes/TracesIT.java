package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.fleetline.TestDatabase;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** If OTEL_EXPORTER_OTLP_ENDPOINT is set, a push, a poll and a read are each one trace, down to the database. */
class TracesIT {
    private static final String COMMIT = "commit tracksolid.position_history";
    private static final String SWEEP = "jimi.user.device.location.list";

    @Test
    void aPushAPollAndAReadAreEachOneTrace() {
        try (var receiver = new TraceReceiver();
                var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            var environment = cloud.environment(database.url());
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
            try (var service = ServiceProcess.start(environment, "serve").waitHealthy()) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() ->
                                HealthAnswer.of(service, "/q/health/started").status() == 200);
                assertThat(Push.send(service, "hub-1", "", Push.GOOD).statusCode())
                        .isEqualTo(200);
                var imei = cloud.imeis(cloud.accounts().getFirst()).getFirst();
                HealthAnswer.of(service, "/vehicles/%s/track".formatted(imei));
                await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                    assertPushReachesItsCommit(receiver);
                    assertPollReachesVendorAndCommit(receiver);
                    assertReadReachesItsSql(receiver);
                });
            }
            cloud.secrets()
                    .forEach(secret -> assertThat(receiver.spans().toString()).doesNotContain(secret));
        }
    }

    private static void assertPushReachesItsCommit(TraceReceiver receiver) {
        assertThat(receiver.spans())
                .filteredOn(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER
                        && span.getName().contains("/pushgps"))
                .singleElement()
                .satisfies(
                        push -> assertThat(receiver.named(COMMIT)).anyMatch(commit -> isOf(commit, push.getSpanId())));
    }

    /** A commit that also serves a poll may belong to the poll, and then links to the push. */
    private static boolean isOf(Span commit, ByteString served) {
        return commit.getParentSpanId().equals(served)
                || commit.getLinksList().stream()
                        .anyMatch(link -> link.getSpanId().equals(served));
    }

    private static void assertPollReachesVendorAndCommit(TraceReceiver receiver) {
        var polls = receiver.named("poll " + SWEEP).toList();
        assertThat(polls).isNotEmpty().anySatisfy(poll -> {
            assertThat(poll.getParentSpanId().isEmpty()).isTrue();
            assertThat(receiver.besides(poll).map(Span::getName)).contains(SWEEP, COMMIT);
        });
        assertThat(receiver.named(SWEEP)).allMatch(call -> call.getKind() == SpanKind.SPAN_KIND_CLIENT);
    }

    private static void assertReadReachesItsSql(TraceReceiver receiver) {
        assertThat(receiver.spans())
                .filteredOn(span -> span.getName().equals("GET /vehicles/{imei}/track"))
                .singleElement()
                .satisfies(read -> assertThat(receiver.besides(read))
                        .anySatisfy(sql ->
                                assertThat(sql.getAttributesList().toString()).contains("reporting.")));
    }
}
