package io.fleetline.database;

import static io.fleetline.database.TableColumn.bool;
import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.int4;
import static io.fleetline.database.TableColumn.int8;
import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.point;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Each type of column, inserted and copied. */
class TableColumnsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private record Row(
            String name,
            @Nullable Instant time,
            @Nullable Double lng,
            @Nullable Double lat,
            @Nullable Integer few,
            @Nullable Long many,
            @Nullable Boolean isSo,
            @Nullable String raw) {}

    private static final TableColumn<Row, Double> LNG = float8("lng", Row::lng);
    private static final TableColumn<Row, Double> LAT = float8("lat", Row::lat);

    private static final List<TableColumn<Row, ?>> LIST = List.of(
            text("name", Row::name),
            timestamptz("time", Row::time),
            point("geom", LNG, LAT),
            LAT,
            LNG,
            int4("few", Row::few),
            int8("many", Row::many),
            bool("is_so", Row::isSo),
            json("raw", Row::raw));

    private static final TableColumns<Row> COLUMNS = new TableColumns<>(LIST, "written_at");

    private static final List<Row> ROWS = List.of(
            new Row(
                    "full\0",
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    36.8,
                    -1.3,
                    -7,
                    9_000_000_000L,
                    false,
                    "{\"a\": \"\\u0000\"}"),
            new Row("empty", null, null, null, null, null, null, null));

    private static final List<String> EXPECTED = List.of(
            "empty|null|null|null|null|null|null|null|null|2026-03-01 12:00:00+00",
            "full|1969-12-31 23:59:59.999999+00|POINT(36.8 -1.3)|-1.3|36.8|-7|9000000000|f|{\"a\": \"\"}|2026-03-01 12:00:00+00");

    private static TestDatabase database;

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @Test
    void insertedOrCopiedEachValueIsInTheColumnOfItsName() throws SQLException {
        assertThat(written(TableColumnsTest::insert)).isEqualTo(EXPECTED);
        assertThat(written(TableColumnsTest::copy)).isEqualTo(EXPECTED);
    }

    @Test
    void theOrderOfTheListDoesNotMatter() throws SQLException {
        var turned = new TableColumns<>(LIST.reversed(), "written_at");
        assertThat(written((connection, _) -> insert(connection, turned))).isEqualTo(EXPECTED);
        assertThat(written((connection, _) -> copy(connection, turned))).isEqualTo(EXPECTED);
    }

    @Test
    void namesAreGivenWithAndWithoutTheirRow() {
        var two = new TableColumns<Row>(List.of(text("name", Row::name)), "written_at").with(int4("few", Row::few));
        assertThat(two.names()).isEqualTo("name, few, written_at");
        assertThat(two.names("n", Map.of("few", "abs(n.few)"))).isEqualTo("n.name, abs(n.few), n.written_at");
        assertThat(two.namesBut("name")).containsExactly("few");
    }

    private interface Way {
        void write(Connection connection, TableColumns<Row> columns) throws SQLException;
    }

    private static void insert(Connection connection, TableColumns<Row> columns) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO pg_temp.written (%s) %s".formatted(columns.names(), columns.rows()))) {
            columns.bind(new ArrayParameters<>(insert, ROWS), NOW);
            insert.executeUpdate();
        }
    }

    private static void copy(Connection connection, TableColumns<Row> columns) throws SQLException {
        var rows = new BinaryCopy(0);
        ROWS.forEach(row -> columns.copy(rows, row, NOW));
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY pg_temp.written (%s) FROM STDIN (FORMAT binary)".formatted(columns.names()));
        copy.writeToCopy(rows.bytes(), 0, rows.end());
        copy.endCopy();
    }

    /** The rows, sorted by name. */
    private static List<String> written(Way way) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("""
                    SET TIME ZONE 'UTC';
                    CREATE TEMPORARY TABLE written (name text, "time" timestamptz, geom geometry(Point, 4326), lat float8, lng float8,
                        few integer, many bigint, is_so boolean, raw jsonb, written_at timestamptz)
                    """);
            way.write(connection, COLUMNS);
            var lines = new ArrayList<String>();
            try (var rows = statement.executeQuery("""
                    SELECT name, "time", ST_AsText(geom), lat, lng, few, many, is_so, raw, written_at FROM pg_temp.written ORDER BY name
                    """)) {
                while (rows.next()) {
                    lines.add(line(rows));
                }
            }
            statement.execute("DROP TABLE pg_temp.written");
            return lines;
        }
    }

    private static String line(ResultSet rows) throws SQLException {
        var cells = new ArrayList<String>();
        for (var column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            cells.add(String.valueOf(rows.getString(column)));
        }
        return String.join("|", cells);
    }
}
