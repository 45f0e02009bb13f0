package io.fleetline.outbox;

import static io.fleetline.outbox.WebhookHealth.Advice.DISABLE;
import static io.fleetline.outbox.WebhookHealth.Advice.GO_ON;
import static io.fleetline.outbox.WebhookHealth.Advice.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookHealthTest {
    private static Instant day(double days) {
        return Instant.parse("2026-03-10T06:00:00Z").plusSeconds(Math.round(days * 86_400));
    }

    @Test
    void twoWarningsComeBeforeTheEndAfterFiveDays() {
        var health = WebhookHealth.FINE.failed(day(0));
        assertThat(health.advice()).isEqualTo(GO_ON);
        assertThat(health.failed(day(0.99)).advice()).isEqualTo(GO_ON);
        assertThat(health.failed(day(1)).advice()).isEqualTo(WARN);
        health = health.failed(day(1)).warned();
        assertThat(health.failed(day(2.99)).advice()).isEqualTo(GO_ON);
        assertThat(health.failed(day(3)).advice()).isEqualTo(WARN);
        health = health.failed(day(3)).warned();
        assertThat(health.failed(day(4.99)).advice()).isEqualTo(GO_ON);
        assertThat(health.failed(day(5)).advice()).isEqualTo(DISABLE);
    }

    @Test
    void afterALongSilenceOfOursTheFirstWarningIsNotSkippedTwice() {
        var health = WebhookHealth.FINE.failed(day(0)).failed(day(4));
        assertThat(health.advice()).isEqualTo(WARN);
        assertThat(health.warned().advice()).isEqualTo(WARN);
        assertThat(health.warned().warned().advice()).isEqualTo(GO_ON);
    }

    @Test
    void aSingleFailureLongAgoIsNoReason() {
        assertThat(WebhookHealth.FINE.failed(day(0)).advice()).isEqualTo(GO_ON);
        assertThat(WebhookHealth.FINE.advice()).isEqualTo(GO_ON);
    }
}
