package io.fleetline.change;

import static io.fleetline.change.ChangeLogStatus.LONGEST_PAUSE;
import static io.fleetline.change.ChangeLogStatus.WORST_BACKLOG_TICKS;
import static io.fleetline.change.ChangeLogStatus.WORST_LAG;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command {@code changes status} and the page of the pipeline call the same consumers bad. */
class ConsumerLimitsTest {
    @Test
    void theLimitsStandInSqlToo() throws IOException {
        assertThat(Files.readString(Path.of("migrations", "78_pipeline_status.sql")))
                .contains("c.failures > 0 OR c.lag_s > %d OR (c.backlog_ticks > %d AND c.lag_s > %d) THEN 'bad'"
                        .formatted(WORST_LAG.toSeconds(), WORST_BACKLOG_TICKS, LONGEST_PAUSE.toSeconds()));
    }
}
