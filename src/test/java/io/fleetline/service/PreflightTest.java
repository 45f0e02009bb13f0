package io.fleetline.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.Testbed;
import io.fleetline.settings.BadSetting;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A vendor in trouble does not stop a start; a vendor that rejects everything does. */
class PreflightTest {
    private static final SyntheticFleet FLEET = new SyntheticFleet(3, SyntheticFleet.accountNames(3), 3);
    private static final Testbed BED = new Testbed(FLEET, Instant.parse("2026-03-11T05:00:00Z"));

    @AfterAll
    static void close() {
        BED.close();
    }

    /** Past the gates that the previous test has closed. */
    @BeforeEach
    void openGates() {
        BED.clock.advance(Duration.ofMinutes(20));
    }

    @Test
    void oneRefusedAccountOfSeveral() {
        assertThatCode(() -> Preflight.check(BED.client, List.of("demo-nairobi", "nobody")))
                .doesNotThrowAnyException();
    }

    @Test
    void everyAccountRefused() {
        assertThatThrownBy(() -> Preflight.check(BED.client, List.of("nobody", "nowhere")))
                .isInstanceOf(BadSetting.class)
                .hasMessage("TRACKSOLID_TARGETS names no account that the vendor accepts, asked for nobody, nowhere");
    }

    /** The vendor issues one token a minute: after another system's login there is none for any of our accounts. */
    @Test
    void aLoginWithinAMinuteOfAnother() {
        try (var fresh = new Testbed(FLEET, Instant.parse("2026-03-11T05:00:00Z"))) {
            fresh.simulator.faults().set(Fault.RATE_LIMITED, "jimi.oauth.token.get");
            assertThatCode(() -> Preflight.check(fresh.client, FLEET.accounts()))
                    .doesNotThrowAnyException();
        }
    }

    /** Each of them for all accounts. */
    @ParameterizedTest
    @EnumSource(
            names = {
                "UNREACHABLE",
                "STATUS_502",
                "GARBAGE",
                "HALF_SENT",
                "CUT_JSON",
                "RATE_LIMITED",
                "BUSY",
                "BUSINESS_1100"
            })
    void aVendorInTrouble(Fault fault) {
        BED.simulator.faults().on(fault);
        try {
            assertThatCode(() -> Preflight.check(BED.client, FLEET.accounts())).doesNotThrowAnyException();
        } finally {
            BED.simulator.faults().off(fault);
        }
    }
}
