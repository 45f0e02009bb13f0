package io.fleetline.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "-1.2921,36.8219"                  | 36.8219 | -1.2921
            " -1.2921 ; 36.8219 "              | 36.8219 | -1.2921
            "+1,-180"                          | -180    | 1
            {"lat": -1.5, "lon": 36}           | 36      | -1.5
            {"lat": -1.5, "lng": 36, "x": "y"} | 36      | -1.5
            """)
    void coordinates(String location, double lng, double lat) throws Exception {
        assertThat(Destination.of(new ObjectMapper().readTree(location))).isEqualTo(new Destination.Spot(lng, lat));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            " Uhuru Park "        | Uhuru Park
            "1,2,3"               | 1,2,3
            "1e3,2"               | 1e3,2
            """)
    void names(String location, String name) throws Exception {
        assertThat(Destination.of(new ObjectMapper().readTree(location))).isEqualTo(new Destination.Named(name));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null
            ""
            " "
            7
            [1, 2]
            {}
            {"lat": "1", "lon": 2}
            "91,0"
            "0,181"
            {"lat": 91, "lon": 0}
            """)
    void nothing(String location) throws Exception {
        assertThat(Destination.of(new ObjectMapper().readTree(location))).isNull();
    }

    @Test
    void missing() {
        assertThat(Destination.of(null)).isNull();
    }
}
