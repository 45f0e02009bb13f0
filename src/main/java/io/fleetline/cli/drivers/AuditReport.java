package io.fleetline.cli.drivers;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The findings of an audit, as a table or as CSV. */
public record AuditReport(List<Finding> findings) {
    private static final List<String> COLUMNS =
            List.of("imei", "vehicle_number", "field", "vendor", "database", "finding");
    private static final String LINE = "%-17s %-14s %-14s %-26s %-26s %s%n";

    /** Text that a spreadsheet would run as a formula; a telephone number with a leading plus is excluded. */
    private static final Pattern FORMULA = Pattern.compile("[=@\t\r].*|[+-](?![0-9 ()-]*$).*", Pattern.DOTALL);

    /** One line per finding, below a header line. */
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

    /** RFC 4180, with the header line even if there are no findings. */
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
