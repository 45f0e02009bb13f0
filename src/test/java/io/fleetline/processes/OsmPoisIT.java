package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/export-osm-pois} with an extract made here. On Debian it needs the packages osmium-tool and jq. */
class OsmPoisIT {
    /**
     * Of Shell: a node; a rectangle from (36, -1) to (36.004, -0.998); a line along the equator that goes 1 east, then 3 north; a square of
     * two ways with a hole in its north-eastern quarter; and two without a location, a truncated way and a relation that is not an area.
     */
    private static final String MAP = """
            <osm version="0.6">
              <node id="1" lat="-1.2921" lon="36.8219"><tag k="amenity" v="fuel"/><tag k="brand" v="Shell"/>
                <tag k="name" v="Shell Uhuru, &quot;Highway&quot;"/><tag k="addr:street" v="Uhuru Highway"/><tag k="addr:city" v="Nairobi"/></node>
              <node id="2" lat="1" lon="30"><tag k="amenity" v="fuel"/><tag k="brand" v="Mc'Do &quot;Ö&quot; 7"/><tag k="name" v="=1+1"/></node>
              <node id="3" lat="1" lon="31"><tag k="amenity" v="cafe"/><tag k="brand" v="Shell"/></node>
              <node id="11" lat="-1" lon="36"/><node id="12" lat="-1" lon="36.004"/><node id="13" lat="-0.998" lon="36.004"/><node id="14" lat="-0.998" lon="36"/>
              <node id="21" lat="0" lon="30"/><node id="22" lat="0" lon="31"/><node id="23" lat="3" lon="31"/>
              <node id="31" lat="2" lon="36"/><node id="32" lat="2" lon="36.004"/><node id="33" lat="2.004" lon="36.004"/><node id="34" lat="2.004" lon="36"/>
              <node id="41" lat="2.002" lon="36.002"/><node id="42" lat="2.002" lon="36.0039999"/><node id="43" lat="2.0039999" lon="36.0039999"/><node id="44" lat="2.0039999" lon="36.002"/>
              <way id="5"><nd ref="11"/><nd ref="12"/><nd ref="13"/><nd ref="14"/><nd ref="11"/><tag k="amenity" v="fuel"/><tag k="brand" v="SHELL"/></way>
              <way id="6"><nd ref="21"/><nd ref="22"/><nd ref="23"/><tag k="amenity" v="fuel"/><tag k="brand" v="Shell"/></way>
              <way id="7"><nd ref="31"/><nd ref="32"/><nd ref="33"/></way>
              <way id="8"><nd ref="33"/><nd ref="34"/><nd ref="31"/></way>
              <way id="9"><nd ref="31"/><nd ref="999"/><tag k="amenity" v="fuel"/><tag k="brand" v="Shell"/></way>
              <way id="10"><nd ref="41"/><nd ref="42"/><nd ref="43"/><nd ref="44"/><nd ref="41"/></way>
              <relation id="3"><member type="node" ref="1" role=""/><tag k="type" v="site"/><tag k="amenity" v="fuel"/><tag k="brand" v="Shell"/></relation>
              <relation id="4"><member type="way" ref="7" role="outer"/><member type="way" ref="8" role="outer"/><member type="way" ref="10" role="inner"/>
                <tag k="type" v="multipolygon"/><tag k="amenity" v="fuel"/><tag k="brand" v="Shell"/></relation>
            </osm>
            """;

    @TempDir
    Path folder;

    private record Ended(int exitCode, String output) {}

    @BeforeAll
    static void theToolsAreHere() {
        for (var tool : List.of("osmium", "jq")) {
            assumeTrue(
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(place -> Files.isExecutable(Path.of(place, tool))),
                    "there is no %s here: install osmium-tool and jq".formatted(tool));
        }
    }

    @BeforeEach
    void extract() throws Exception {
        Files.writeString(folder.resolve("map.osm"), MAP);
        run(List.of("osmium", "cat", "-o", file("map.osm.pbf"), file("map.osm")));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private Ended export(String... options) throws Exception {
        var command = new ArrayList<>(List.of("scripts/export-osm-pois"));
        command.addAll(List.of(options));
        return run(command);
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, SECONDS)).as("%s has ended", command).isTrue();
        return new Ended(process.exitValue(), Files.readString(output, UTF_8));
    }

    private JsonNode geoJson(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("out/" + name + ".geojson").toFile());
    }

    @Test
    void everyObjectOfTheBrandIsAPointAtItsCentroid() throws Exception {
        var ended = export(file("map.osm.pbf"), "--amenity", "fuel", "--brand", "Shell", "--out", file("out"));
        assertThat(ended.output()).contains("4 of brand 'Shell'");
        assertThat(ended.exitCode()).isZero();
        var collection = geoJson("fuel-shell");
        assertThat(collection.path("attribution").asText()).startsWith("© OpenStreetMap contributors");
        assertThat(StreamSupport.stream(collection.path("features").spliterator(), false)
                        .map(feature -> feature.path("id").asText() + feature.at("/geometry/coordinates")))
                .containsExactly(
                        "node/1[36.8219,-1.2921]",
                        // (16 × (2, 2) − 4 × (3, 3)) / 12 in thousandths, off the corner
                        "relation/4[36.0016667,2.0016667]",
                        "way/5[36.002,-0.999]",
                        // (1 × (30.5, 0) + 3 × (31, 1.5)) / 4
                        "way/6[30.875,1.125]");
        assertThat(Files.readString(folder.resolve("out/fuel-shell.csv"))).startsWith("""
                        "name","brand","lon","lat","osm_type","osm_id","street","housenumber","postcode","city","country"
                        "Shell Uhuru, ""Highway""\","Shell",36.8219,-1.2921,"node",1,"Uhuru Highway",,,"Nairobi",
                        """);
    }

    @Test
    void aBrandMayHaveQuotesAndBlanksAndLettersOfAnyKind() throws Exception {
        assertThat(export(file("map.osm.pbf"), "--brand", "Mc'Do \"Ö\" 7", "--amenity", "fuel", "--out", file("out"))
                        .exitCode())
                .isZero();
        assertThat(geoJson("fuel-mc-do-Ö-7").at("/features/0/properties/brand").asText())
                .isEqualTo("Mc'Do \"Ö\" 7");
        assertThat(Files.readString(folder.resolve("out/fuel-mc-do-Ö-7.csv")))
                .as("a formula is none any more")
                .contains("\n\"'=1+1\",");
    }

    @Test
    void nothingFoundIsAnEmptyCollection() throws Exception {
        var ended = export(file("map.osm.pbf"), "--amenity", "fuel", "--brand", "Nobody", "--out", file("out"));
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).contains("0 of brand 'Nobody'");
        assertThat(geoJson("fuel-nobody").path("features")).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("out/fuel-nobody.csv"))).hasSize(1);
    }

    @Test
    void aFileThatIsNoExtractLeavesNothingBehind() throws Exception {
        Files.writeString(folder.resolve("none.osm.pbf"), "no extract");
        var ended = export(file("none.osm.pbf"), "--amenity", "fuel", "--brand", "Shell", "--out", file("out"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("PBF error")
                .contains("none.osm.pbf could not be read: is it a whole extract");
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void anExtractThatWasCutShortIsRefused() throws Exception {
        var bytes = Files.readAllBytes(folder.resolve("map.osm.pbf"));
        Files.write(folder.resolve("cut.osm.pbf"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(export(file("cut.osm.pbf"), "--amenity", "fuel", "--brand", "Shell", "--out", file("out"))
                        .exitCode())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --amenity fuel --brand Shell                     | Which file?
            FILE --brand Shell                               | --amenity is missing
            FILE --amenity fuel                              | --brand is missing
            FILE --amenity fuel --brand                      | --brand needs a value
            FILE --amenity Fuel,x --brand Shell              | --amenity 'Fuel,x' is not a valid
            FILE --amenity fuel --brand Shell --colour red   | The option '--colour' is unknown
            FILE FILE --amenity fuel --brand Shell           | One file at a time
            FOLDER --amenity fuel --brand Shell              | is not a file
            FOLDER/x --amenity fuel --brand Shell            | x does not exist
            FILE --amenity fuel --brand Shell --out FILE/out | cannot be created
            """)
    void whatIsWrongIsNamed(String options, String said) throws Exception {
        var ended = export(options.replace("FILE", file("map.osm.pbf"))
                .replace("FOLDER", folder.toString())
                .split(" "));
        assertThat(ended.output()).contains(said).contains("see scripts/export-osm-pois --help");
        assertThat(ended.output().lines()).hasSize(1);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void itExplainsItself() throws Exception {
        var ended = export("--help");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output()).startsWith("Usage: scripts/export-osm-pois").contains("Exit codes: 0 ");
    }
}
