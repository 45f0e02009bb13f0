package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The real log of four drivers' adapters, including a spreadsheet's mangling ({@code -583.206.639}, {@code 56,10}, {@code
 * 1,51E+12}), each row an item of {@code /pushobd} with the log's own column names and unchanged texts. Only the time is ours, one
 * second per row: the log's is the same in all rows.
 */
class ObdDriversTest {
    private static final Path FILE = Path.of("../shared/data/obd-4-drivers.csv.gz");
    private static final Instant START = PushServer.NOW.minus(Duration.ofHours(12));
    private static final int ROWS = 1_743;
    private static final String OBD = "tracksolid.obd_readings";

    private static List<Map<String, String>> rows;

    @BeforeAll
    static void read() throws IOException {
        assumeTrue(Files.exists(FILE), "skipped: the recording " + FILE + " is not here");
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            var names = lines.readLine().split(";");
            rows = lines.lines().map(line -> row(names, line.split(";", -1))).toList();
        }
        assertThat(rows).hasSize(ROWS);
    }

    private static Map<String, String> row(String[] names, String[] values) {
        return IntStream.range(0, names.length).boxed().collect(Collectors.toMap(i -> names[i], i -> values[i]));
    }

    @Test
    void everyReadingIsStoredWithTheNumbersThatCanBeReadAndTheRestAsItCame() {
        try (var server = PushServer.start()) {
            push(server, timed());
            assertThat(server.books("/pushobd", OBD)).isEqualTo(new PushServer.Books(ROWS, ROWS, 0, 0, ROWS, 0));
            assertThat(stored(server)).containsExactlyInAnyOrderElementsOf(expected());
            // Counted in the file with awk: the non-empty values of each column.
            assertThat(server.row(
                            "SELECT count(engine_rpm), count(fuel_level_pct), count(speed), count(coolant_c) FROM "
                                    + OBD))
                    .isEqualTo("1741,1741,1655,1741");
            assertThat(server.row("SELECT count(*), count(DISTINCT imei) FROM %s WHERE raw ->> 'TIME' = '1,51E+12'"
                            .formatted(OBD)))
                    .isEqualTo("1743,4");
            push(server, timed());
            assertThat(server.books("/pushobd", OBD)).isEqualTo(new PushServer.Books(2 * ROWS, ROWS, ROWS, 0, ROWS, 0));
        }
    }

    @Test
    void withTheLogsOwnTimeEveryReadingIsADeadLetter() {
        try (var server = PushServer.start()) {
            push(server, rows.stream().map(row -> item(row, row.get("TIME"))).toList());
            assertThat(server.books("/pushobd", OBD)).isEqualTo(new PushServer.Books(ROWS, 0, 0, ROWS, 0, ROWS));
            assertThat(server.row("""
                            SELECT min(reason), max(reason), count(DISTINCT payload), count(DISTINCT imei)
                            FROM infrastructure.dead_letters""")).isEqualTo("\"gatetime is not a time\",\"gatetime is not a time\",1743,4");
        }
    }

    private static void push(PushServer server, List<String> items) {
        for (var from = 0; from < items.size(); from += 50) {
            var some = items.subList(from, Math.min(from + 50, items.size()));
            var list = String.join(",", some);
            assertThat(server.postForm("/pushobd", "[" + list + "]").statusCode())
                    .isEqualTo(200);
        }
    }

    /** Each driver's rows second by second. */
    private static List<String> timed() {
        var clocks = new HashMap<String, Integer>();
        return rows.stream()
                .map(row -> item(
                        row,
                        START.plusSeconds(clocks.merge(row.get("VEHICLE_ID"), 1, Integer::sum))
                                .toString()))
                .toList();
    }

    private static String imei(Map<String, String> row) {
        return row.get("VEHICLE_ID").replace("control", "86000000000010");
    }

    private static String item(Map<String, String> row, String time) {
        var fields = new ArrayList<String>();
        fields.add("\"deviceImei\":\"%s\",\"gateTime\":\"%s\"".formatted(imei(row), time));
        row.forEach((name, value) -> fields.add("\"%s\":\"%s\"".formatted(name, value)));
        return "{" + String.join(",", fields) + "}";
    }

    private static List<String> stored(PushServer server) {
        return server.jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT imei, extract(epoch FROM reading_time)::bigint, engine_rpm, fuel_level_pct, speed, coolant_c,
                               raw ->> 'LATITUDE', raw ->> 'TROUBLE_CODES', raw ->> 'ord'
                        FROM tracksolid.obd_readings""").map((row, _) -> line(row)).list());
    }

    private static String line(ResultSet row) throws SQLException {
        var columns = new ArrayList<String>();
        for (var column = 1; column <= 9; column++) {
            columns.add(String.valueOf(row.getObject(column)));
        }
        return String.join(" | ", columns);
    }

    private static List<String> expected() {
        var clocks = new HashMap<String, Integer>();
        return rows.stream()
                .map(row -> String.join(
                        " | ",
                        imei(row),
                        String.valueOf(START.getEpochSecond() + clocks.merge(row.get("VEHICLE_ID"), 1, Integer::sum)),
                        number(row.get("ENGINE_RPM")),
                        number(row.get("FUEL_LEVEL")),
                        number(row.get("SPEED")),
                        number(row.get("ENGINE_COOLANT_TEMP")),
                        row.get("LATITUDE"),
                        row.get("TROUBLE_CODES"),
                        row.get("ord")))
                .toList();
    }

    /** The log's decimals have a comma. */
    private static String number(String text) {
        return text.isEmpty() ? "null" : String.valueOf(Double.parseDouble(text.replace(',', '.')));
    }
}
