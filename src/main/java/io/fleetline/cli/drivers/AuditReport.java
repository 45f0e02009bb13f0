package io.fleetline.cli.drivers;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The findings of an audit, for people or for machines. */
public record AuditReport(List<Finding> findings) {
    private static final List<String> COLUMNS =
            List.of("imei", "vehicle_number", "field", "vendor", "database", "finding");
    private static final String LINE = "%-17s %-14s %-14s %-26s %-26s %s%n";

    /** What a spreadsheet would take for a formula and run; a telephone number with its plus is none. */
    private static final Pattern FORMULA = Pattern.compile("[=@\t\r].*|[+-](?![0-9 ()-]*$).*", Pattern.DOTALL);

    /** One line for each finding, with a line of names above. */
    public void printTable(PrintStream out) {
        if (!findings.isEmpty()) {
            out.printf(LINE, COLUMNS.toArray());
            findings.forEach(finding -> out.printf(
                    LINE, cells(finding).stream().map(AuditReport::shown).toArray()));
        }
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "–" : Cells.shown(cell);
    }

    /** As RFC 4180 says, with the line of names also where nothing was found. */
    public void printCsv(PrintStream out) {
        var schema = CsvSchema.builder()
                .addColumns(COLUMNS, CsvSchema.ColumnType.STRING)
                .setUseHeader(true)
                .setLineSeparator("\r\n")
                .build();
        try {
            var rows = findings.stream()
                    .map(finding ->
                            cells(finding).stream().map(AuditReport::harmless).toList())
                    .toList();
            out.print(new CsvMapper().writer(schema).writeValueAsString(rows));
        } catch (IOException e) {
            throw new UncheckedIOException("to memory", e);
        }
    }

    private static String harmless(String cell) {
        return FORMULA.matcher(cell).matches() ? "'" + cell : cell;
    }

    private static List<String> cells(Finding finding) {
        return List.of(
                finding.imei(),
                text(finding.vehicleNumber()),
                finding.field(),
                text(finding.vendor()),
                text(finding.database()),
                finding.kind().label());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
