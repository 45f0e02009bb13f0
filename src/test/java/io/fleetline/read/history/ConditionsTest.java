package io.fleetline.read.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            gzip                   | true
            GZip                   | true
            deflate, gzip, br      | true
            gzip;q=0.5             | true
            gzip ; q=1             | true
            br;q=1.0, gzip;q=0.001 | true
            gzip;q=0               | false
            gzip; q = 0.000        | false
            identity, gzip;q=0.0   | false
            br                     | false
            x-gzipped              | false
            ''                     | false
            none                   | false
            """)
    void gzipIsSentOnlyToWhoNamesIt(String header, boolean accepted) {
        assertThat(Conditions.acceptsGzip(header)).isEqualTo(accepted);
    }
}
