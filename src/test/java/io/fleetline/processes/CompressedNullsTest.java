package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a restore changes in the text of a dump: compressed columns that are null throughout, and nothing else. */
class CompressedNullsTest {
    private static final String DUMP = """
            CREATE TABLE _timescaledb_internal.compress_hyper_2_5_chunk (
                _ts_meta_count integer,
                imei text,
                speed _timescaledb_internal.compressed_data,
                alarm_type _timescaledb_internal.compressed_data
            )
            WITH (toast_tuple_target='128');
            CREATE TABLE _timescaledb_internal.compress_hyper_2_6_chunk (
                speed _timescaledb_internal.compressed_data,
                alarm_type text
            );
            COPY tracksolid.alarms (imei, speed) FROM stdin;
            Bg==\tBg==
            CREATE TABLE _timescaledb_internal.compress_hyper_2_7_chunk (\tBg==
            COPY _timescaledb_internal.compress_hyper_2_5_chunk (_ts_meta_count, imei, speed) FROM stdin;\tBg==
            \\.
            COPY _timescaledb_internal.compress_hyper_2_5_chunk (_ts_meta_count, imei, speed, alarm_type) FROM stdin;
            20\tBg==\t%1$s\tBgAA
            20\t\\\\N\tBQAAäö\\t\t%1$s
            \\.
            COPY _timescaledb_internal.compress_hyper_2_6_chunk (speed, alarm_type) FROM stdin;
            %1$s\tBg==
            \\.
            SELECT 'Bg==';
            """;

    @Test
    void onlyACompressedNullBecomesANull() throws Exception {
        assertThat(filtered(DUMP.formatted("Bg=="))).isEqualTo(DUMP.formatted("\\N"));
    }

    private static String filtered(String dump) throws IOException, InterruptedException {
        var filter = new ProcessBuilder("bash", "-c", ". backup/lib/restoring.sh; compressed_nulls")
                .redirectErrorStream(true)
                .start();
        try (var input = filter.outputWriter(UTF_8)) {
            input.write(dump);
        }
        var text = new String(filter.getInputStream().readAllBytes(), UTF_8);
        assertThat(filter.waitFor()).as(text).isZero();
        return text;
    }
}
