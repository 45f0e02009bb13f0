package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * TimescaleDB's community edition, which production uses. Tests that need it have the tag {@code community}: {@code
 * scripts/test-community} runs them.
 */
public final class CommunityEdition {
    private CommunityEdition() {}

    /** Skips the test on the Apache edition; if {@code FLEETLINE_COMMUNITY_REQUIRED} is set, the test fails there instead. */
    public static void require(TestDatabase database) {
        boolean isHere = isThatOf(database);
        if (System.getenv("FLEETLINE_COMMUNITY_REQUIRED") != null) {
            assertThat(isHere)
                    .as("the server has TimescaleDB's community edition")
                    .isTrue();
        }
        assumeTrue(isHere, "the server has TimescaleDB's Apache edition: no compression");
    }

    private static boolean isThatOf(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT coalesce(current_setting('timescaledb.license', true), '') = 'timescale'")
                        .mapTo(boolean.class)
                        .one());
    }
}
