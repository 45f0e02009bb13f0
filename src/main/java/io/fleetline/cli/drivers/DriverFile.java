package io.fleetline.cli.drivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.fleetline.store.DeviceImport.BadLine;
import io.fleetline.store.DeviceImport.Line;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a list of vehicles line by line; no more than a line of it is in memory. */
public final class DriverFile implements AutoCloseable {
    private static final int HEADER_READ_AHEAD = 8192;
    private static final CsvMapper CSV = new CsvMapper();

    private final Path path;
    private final Reader text;
    private final MappingIterator<String[]> rows;
    private final Header header;

    private DriverFile(Path path, Reader text, MappingIterator<String[]> rows, Header header) {
        this.path = path;
        this.text = text;
        this.rows = rows;
        this.header = header;
    }

    /** @throws UnusableFileException if it is no text in UTF-8, or its first line is no header of such a list */
    public static DriverFile open(Path path) {
        var text = TextFile.open(path);
        try {
            text.mark(HEADER_READ_AHEAD);
            char separator = Separator.of(text, HEADER_READ_AHEAD);
            text.reset();
            MappingIterator<String[]> rows = CSV.readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                    .readValues(text);
            if (!rows.hasNextValue()) {
                throw new UnusableFileException("%s is empty".formatted(path));
            }
            return new DriverFile(path, text, rows, Header.of(rows.nextValue()));
        } catch (IllegalArgumentException e) {
            throw new UnusableFileException("%s: line 1: %s".formatted(path, e.getMessage()));
        } catch (IOException e) {
            throw new UnusableFileException("%s: line 1: %s".formatted(path, reason(e)));
        }
    }

    /** Whether the IMEI names the vehicles; otherwise their plate does. */
    public boolean isKeyedByImei() {
        return header.key() == Column.IMEI;
    }

    /**
     * Reads to the end.
     *
     * @param good gets the lines that can be used; blank ones are left out
     * @param bad gets what is wrong, cell by cell; after something that breaks the whole format there are no further lines
     */
    public void read(Consumer<Line> good, Consumer<BadLine> bad) {
        var reader = new LineReader(header, good, bad);
        long number = rows.getCurrentLocation().getLineNr();
        try {
            while (rows.hasNextValue()) {
                reader.read(number, rows.nextValue());
                number = rows.getCurrentLocation().getLineNr();
            }
        } catch (IOException e) {
            bad.accept(new BadLine(number, reason(e)));
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case CharacterCodingException _ ->
                "what follows is not in UTF-8, the file or a part of it: save it as 'CSV UTF-8'";
            case JsonProcessingException format
            when format.getCause() instanceof CharacterCodingException coding -> reason(coding);
            case JsonProcessingException format -> "no CSV from here on: " + firstLine(format.getOriginalMessage());
            default -> "cannot be read: " + e.getMessage();
        };
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Its path. */
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
