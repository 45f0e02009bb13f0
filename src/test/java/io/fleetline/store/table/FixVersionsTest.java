package io.fleetline.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FixVersionsTest {

    /** A new column of a fix that were not merged would be lost when the better version comes second. */
    @Test
    void everyColumnButTheKeyIsMerged() {
        var merged = FixVersions.merged("t").lines().map(line -> line.strip().split(" = ", 2)[0]);
        assertThat(merged).containsExactlyInAnyOrderElementsOf(FixTable.COLUMNS.namesBut("imei", "gps_time"));
    }
}
