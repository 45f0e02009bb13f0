package io.fleetline.cli.drivers;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.fleetline.register.DeviceImport.BadLine;
import io.fleetline.register.DeviceImport.Line;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a list of vehicles line by line; only one line is in memory at a time. */
public final class DriverFile implements AutoCloseable {
    private static final int HEADER_READ_AHEAD = 8192;
    private static final CsvMapper CSV = new CsvMapper();

    private final Path path;
    private final Reader text;
    private final MappingIterator<String[]> rows;
    private final Header header;
    private final int linesBefore;

    private DriverFile(Path path, Reader text, MappingIterator<String[]> rows, Header header, int linesBefore) {
        this.path = path;
        this.text = text;
        this.rows = rows;
        this.header = header;
        this.linesBefore = linesBefore;
    }

    /** @throws UnusableFileException if it is not UTF-8 text, or its first line is not a valid header */
    public static DriverFile open(Path path) {
        var text = TextFile.open(path);
        int headerLine = 1;
        try {
            var format = CellFormat.of(text, HEADER_READ_AHEAD);
            headerLine += format.linesBefore();
            MappingIterator<String[]> rows = CSV.readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .with(CsvSchema.emptySchema().withColumnSeparator(format.separator()))
                    .readValues(text);
            if (!rows.hasNextValue()) {
                throw new UnusableFileException("%s is empty".formatted(path));
            }
            return new DriverFile(path, text, rows, Header.of(rows.nextValue()), format.linesBefore());
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException("%s: line %d: %s".formatted(path, headerLine, e.getMessage()));
        } catch (IOException e) {
            throw new UnusableFileException("%s: %s".formatted(path, FormatProblem.of(e, path, headerLine)));
        }
    }

    /** Whether vehicles are identified by IMEI; otherwise by plate. */
    public boolean isKeyedByImei() {
        return header.key() == Column.IMEI;
    }

    /**
     * Reads all lines.
     *
     * @param good receives the valid lines; blank ones are skipped
     * @param bad receives the problems, cell by cell; a format error ends the reading
     */
    public void read(Consumer<Line> good, Consumer<BadLine> bad) {
        var reader = new LineReader(header, good, bad);
        long number = line();
        try {
            while (rows.hasNextValue()) {
                reader.read(number, rows.nextValue());
                number = line();
            }
        } catch (IOException e) {
            bad.accept(FormatProblem.of(e, path, number).asBadLine());
        }
    }

    /** The number of the line that is read next. */
    private long line() {
        return (long) rows.getCurrentLocation().getLineNr() + linesBefore;
    }

    /** The path of the file. */
    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        text.close();
    }
}
