package io.fleetline.read.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.fleetline.read.analytics.Report.Rows;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of a report's answer as CSV (RFC 4180), with a line of column names.
 *
 * @param next the cursor of what the limit cut off; null when nothing was
 */
record Table(String csv, @Nullable String next) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = new CsvMapper();

    /** A spreadsheet takes a text that begins so for a formula, and runs it. */
    private static final String FORMULA = "=+-@\t\r";

    static Table of(String answer, Rows rows) {
        try {
            var tree = JSON.readTree(answer);
            var schema = CsvSchema.builder()
                    .addColumns(rows.columns(), CsvSchema.ColumnType.STRING)
                    .setUseHeader(true)
                    .setLineSeparator("\r\n")
                    .build();
            var cells = StreamSupport.stream(tree.path(rows.name()).spliterator(), false)
                    .map(row -> cells(row, rows.columns()))
                    .toList();
            var next = rows.isPaged() ? tree.path("next").textValue() : null;
            return new Table(CSV.writer(schema).writeValueAsString(cells), next);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database's answer is no JSON", e);
        }
    }

    private static List<String> cells(JsonNode row, List<String> columns) {
        return columns.stream().map(column -> cell(row.path(column))).toList();
    }

    private static String cell(JsonNode value) {
        var text = value.isNull() ? "" : value.asText();
        return value.isTextual() && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
