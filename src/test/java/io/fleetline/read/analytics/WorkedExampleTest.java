package io.fleetline.read.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.access.AnswerSchemas;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service returns every cell of the worked example in docs/kpis.md. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class WorkedExampleTest {
    private static final int TABLES = 10;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URI service;

    @BeforeEach
    void rollUp() {
        FleetOfFive.in(database);
    }

    @AfterEach
    void clear() {
        FleetOfFive.clear(new FleetFixture(database));
    }

    @Test
    void theServiceAnswersWhatTheDocumentSays() throws Exception {
        var tables = tables(Files.readAllLines(Path.of("docs/kpis.md")));
        assertThat(tables).hasSize(TABLES);
        for (var table : tables) {
            var list = answer(table.report()).path(table.list());
            assertThat(rendered(list, table.columns()))
                    .as("%s of %s", table.list(), table.report())
                    .isEqualTo(table.rows());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fleet-summary", "utilisation", "driver-behaviour", "fuel"})
    void itsAnswersFitTheirSchemas(String report) throws Exception {
        var path = "/analytics/" + report;
        var body = given().get(path + "?" + FleetOfFive.WEEK).asString();
        AnswerSchemas.servedBy(service).assertFits("GET", path, 200, "application/json", body);
    }

    private static JsonNode answer(String report) throws Exception {
        var body = given().get("/analytics/" + report + "?" + FleetOfFive.WEEK)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return new ObjectMapper().readTree(body);
    }

    private static List<List<String>> rendered(JsonNode list, List<String> columns) {
        var rows = list.isArray() ? list : List.of(list);
        var rendered = new ArrayList<List<String>>();
        rows.forEach(row -> rendered.add(
                columns.stream().map(column -> cell(row.get(column))).toList()));
        return rendered;
    }

    private static String cell(JsonNode value) {
        if (value == null) {
            return "is not in the answer";
        }
        return value.isNull()
                ? "–"
                : value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.asText();
    }

    /** The table below each heading "### report: list". */
    private static List<Table> tables(List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("### "))
                .mapToObj(i -> table(lines, i))
                .toList();
    }

    private static Table table(List<String> lines, int heading) {
        var title = lines.get(heading).substring("### ".length()).split(": ");
        var rows = lines.stream()
                .skip(heading + 4L)
                .takeWhile(line -> line.startsWith("|"))
                .map(WorkedExampleTest::cells)
                .toList();
        return new Table(title[0], title[1], cells(lines.get(heading + 2)), rows);
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
    }

    private record Table(String report, String list, List<String> columns, List<List<String>> rows) {}
}
