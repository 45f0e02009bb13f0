package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.ingest.poll.Backfill;
import io.fleetline.simulator.Fault;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A vendor that rewrites its history while the service polls, restarts and backfills, with truncated lists, devices that change
 * accounts, calls that fail, pages that repeat and a clock that jumps. After its last change and one daily round the tables equal its
 * books, to the row. Larger: {@code -Dfleetline.truth.seeds=20 -Dfleetline.truth.steps=500}.
 */
class PollingTruthTest {
    private static final Logger LOG = Logger.getLogger(PollingTruthTest.class);
    private static final Instant START = Instant.parse("2026-03-02T05:00:00Z");
    private static final Duration STEP = Duration.ofHours(2);
    private static final int SEEDS = Integer.getInteger("fleetline.truth.seeds", 1);
    private static final int STEPS = Integer.getInteger("fleetline.truth.steps", 70);
    private static final long FIRST_SEED = Long.getLong("fleetline.truth.first", 1);
    private static final List<Fault> TROUBLES = List.of(
            Fault.CUT_JSON,
            Fault.HALF_SENT,
            Fault.BUSY,
            Fault.RATE_LIMITED,
            Fault.UNREACHABLE,
            Fault.BUSINESS_1100,
            Fault.FIRST_PAGE_ONLY);

    @ParameterizedTest
    @EnumSource(ListRule.class)
    void theTablesEndAtTheVendorsTruth(ListRule rule) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            run(rule, 10 * seed + rule.ordinal());
        }
    }

    private static void run(ListRule rule, long seed) {
        var chance = new Random(seed);
        var books = new VendorBooks("one", "two", "three");
        var vendor = new RewritingVendor(books, chance, START);
        try (var bed = new Testbed(books, START, Testbed.polling(books.accounts(), Duration.ofDays(2)))) {
            for (int step = 0; step < STEPS; step++) {
                bed.simulator.faults().clear();
                rule.in(bed.simulator);
                vendor.act(bed.clock.instant());
                disturb(bed, books, chance);
                advance(bed, chance);
            }
            bed.simulator.faults().clear();
            rule.in(bed.simulator);
            vendor.end(bed.clock.instant());
            bed.runUntil(bed.clock.instant().plus(Duration.ofHours(32)), STEP);
            assertThat(books.differences(bed)).as("seed %d, %s", seed, rule).isEmpty();
            report(rule, seed, bed, vendor);
        }
    }

    private static void disturb(Testbed bed, VendorBooks books, Random chance) {
        switch (chance.nextInt(12)) {
            case 0, 1 -> bed.simulator.faults().on(TROUBLES.get(chance.nextInt(TROUBLES.size())));
            case 2 -> bed.restart();
            case 3 -> backfill(bed, books, chance);
            default -> {}
        }
    }

    private static void backfill(Testbed bed, VendorBooks books, Random chance) {
        var to = bed.clock.instant().minusSeconds(60L * (1 + chance.nextInt(600)));
        var span = new TimeSpan(to.minus(Duration.ofHours(1 + chance.nextInt(96))), to);
        var backfill = new Backfill(bed.client, bed.store, bed.clock, Duration.ofDays(4));
        try {
            backfill.plan(books.accounts(), null, span)
                    .steps()
                    .forEach(step -> step.work().run());
        } catch (TracksolidException e) {
            LOG.infof("a backfill broke off: %s", e.getMessage());
        }
    }

    /** Mostly two hours at once; sometimes the clock is set back first. */
    private static void advance(Testbed bed, Random chance) {
        if (chance.nextInt(20) == 0) {
            bed.clock.advance(Duration.ofMinutes(-30));
            bed.settle();
            bed.clock.advance(Duration.ofMinutes(30));
        }
        bed.runUntil(bed.clock.instant().plus(STEP), STEP);
    }

    private static void report(ListRule rule, long seed, Testbed bed, RewritingVendor vendor) {
        LOG.infof(
                "%s, seed %d: %d steps, %s; %d changes of polled rows noted; %d calls",
                rule,
                seed,
                STEPS,
                vendor,
                bed.count("SELECT count(*) FROM infrastructure.poll_changes"),
                bed.simulator.counts().calls());
    }
}
