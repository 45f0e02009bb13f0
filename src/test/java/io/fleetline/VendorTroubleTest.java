package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A working day on which the vendor shows every fault that has been observed; each hour is a separate test. */
@TestMethodOrder(OrderAnnotation.class)
class VendorTroubleTest {
    private static final Instant START = Instant.parse("2026-03-11T05:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SWEEP = "jimi.user.device.location.list";
    private static final List<String> ACCOUNTS = SyntheticFleet.accountNames(3);
    private static final SyntheticFleet FLEET = new SyntheticFleet(24, ACCOUNTS, 7);
    private static final Testbed BED = new Testbed(FLEET, START);

    @AfterAll
    static void close() {
        BED.close();
    }

    private static void run(Duration length) {
        BED.runUntil(BED.clock.instant().plus(length), MINUTE);
    }

    private record Health(String status, List<String> behind) {}

    private static Health health(String endpoint) {
        return BED.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT status, accounts_behind FROM reporting.fn_ingest_health(:now) WHERE endpoint = :endpoint
                        """)
                        .bind("now", BED.clock.instant())
                        .bind("endpoint", endpoint)
                        .map((row, context) -> new Health(row.getString(1), List.of((String[])
                                row.getArray(2).getArray())))
                        .one());
    }

    private static long logged(String outcome, Instant since) {
        return BED.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM tracksolid.ingestion_log WHERE outcome = :outcome AND started_at > :since
                        """)
                        .bind("outcome", outcome)
                        .bind("since", since)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    @Order(1)
    void anHourWithoutTrouble() {
        BED.settle();
        run(Duration.ofHours(1));
        assertThat(BED.simulator.counts().tokenRequests()).isOne();
        assertThat(health(SWEEP)).isEqualTo(new Health("ok", List.of()));
        assertThat(logged("failed", START.minusSeconds(1))).isZero();
        assertThat(BED.count("SELECT sum(rows_received) FROM tracksolid.ingestion_log WHERE endpoint = '%s'"
                        .formatted(SWEEP)))
                .isEqualTo(BED.simulator.counts().rows(SWEEP));
    }

    @Test
    @Order(2)
    void threeHoursUnreachable() {
        BED.simulator.faults().on(Fault.UNREACHABLE);
        var since = BED.clock.instant();
        run(Duration.ofHours(3));
        assertThat(logged("ok", since)).isZero();
        assertThat(logged("failed", since)).isPositive();
        assertThat(health(SWEEP))
                .isEqualTo(new Health("failing", ACCOUNTS.stream().sorted().toList()));
        // The circuit opens: after the first failures one probe every five minutes, not six jobs every minute.
        assertThat(logged("failed", since)).isBetween(36L * ACCOUNTS.size(), 60L * ACCOUNTS.size());
    }

    @Test
    @Order(3)
    void thenTooManyRequests() {
        BED.simulator.faults().clear();
        BED.simulator.faults().on(Fault.RATE_LIMITED);
        var since = BED.clock.instant();
        run(Duration.ofMinutes(30));
        assertThat(logged("limited", since)).isPositive();
        assertThat(logged("ok", since)).isZero();
        // Every account backs off: 30 s doubling to 15 min leaves fewer than ten calls in half an hour.
        assertThat(logged("limited", since)).isLessThan(10L * ACCOUNTS.size());
        assertThat(health(SWEEP).status()).isEqualTo("failing");
    }

    @Test
    @Order(4)
    void thenATokenThatDiesEarly() {
        BED.simulator.faults().clear();
        BED.simulator.faults().set(Fault.TOKEN_EXPIRES_EARLY, "PT5M");
        BED.simulator.forgetTokens();
        long before = BED.simulator.counts().tokenRequests();
        // The account may still be backing off from the previous 1006: up to 15 minutes.
        run(Duration.ofMinutes(45));
        assertThat(health(SWEEP)).isEqualTo(new Health("ok", List.of()));
        assertThat(BED.simulator.counts().tokenRequests() - before).isBetween(5L, 45L);
    }

    @Test
    @Order(5)
    void thenAListThatOmitsVehicles() {
        BED.simulator.faults().clear();
        BED.simulator.faults().set(Fault.OMIT_FROM_LIST, "0.5");
        long before = BED.simulator.counts().calls("jimi.device.location.get");
        run(Duration.ofMinutes(10));
        assertThat(BED.simulator.counts().calls("jimi.device.location.get")).isGreaterThan(before + 20);
        assertThat(BED.count("""
                SELECT count(*) FROM tracksolid.devices d LEFT JOIN tracksolid.live_positions l USING (imei)
                WHERE l.imei IS NULL
                """)).isZero();
    }

    @Test
    @Order(6)
    void thenGarbageAndHalfSentJson() {
        for (var fault : List.of(Fault.GARBAGE, Fault.HALF_SENT, Fault.CUT_JSON, Fault.STATUS_502, Fault.BUSY)) {
            BED.simulator.faults().clear();
            BED.simulator.faults().on(fault);
            var since = BED.clock.instant();
            run(Duration.ofMinutes(15));
            assertThat(logged("failed", since)).as(fault.label()).isPositive();
            assertThat(logged("ok", since)).as(fault.label()).isZero();
            assertThat(health(SWEEP).status()).as(fault.label()).isEqualTo("failing");
        }
    }

    @Test
    @Order(7)
    void atTheEndTheHistoryIsCompleteAndNothingIsTwice() {
        BED.simulator.faults().clear();
        run(Duration.ofHours(2));
        assertThat(health(SWEEP)).isEqualTo(new Health("ok", List.of()));
        var now = BED.clock.instant();
        // The first question looked an hour back, and was asked a minute after the start, when the devices were known.
        var asked = new TimeSpan(START.minus(Duration.ofHours(1)).plus(MINUTE), now.minus(Duration.ofMinutes(35)));
        var expected = new Expected(FLEET, asked, now);
        Expected.assertSame(expected.storedFixes(BED.jdbi()), expected.fixes());
        Expected.assertSame(expected.storedTrips(BED.jdbi()), expected.trips());
        Expected.assertSame(expected.storedStops(BED.jdbi()), expected.stops());
        Expected.assertSame(expected.storedAlarms(BED.jdbi()), expected.alarms());
        assertThat(BED.count("SELECT count(*) FROM infrastructure.dead_letters"))
                .isZero();
    }
}
