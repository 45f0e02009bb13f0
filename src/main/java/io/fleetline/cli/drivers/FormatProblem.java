package io.fleetline.cli.drivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetline.register.DeviceImport.BadLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * Why the rest of a file cannot be read.
 *
 * @param line the line number, from 1
 */
record FormatProblem(long line, String what) {
    /** @param line the line that was being read */
    static FormatProblem of(IOException e, Path file, long line) {
        return switch (e) {
            case CharacterCodingException _ ->
                new FormatProblem(firstBadLine(file, line), "is not in UTF-8: save the file as 'CSV UTF-8'");
            case JsonProcessingException format
            when format.getCause() instanceof CharacterCodingException coding -> of(coding, file, line);
            case JsonProcessingException _ ->
                new FormatProblem(
                        line,
                        "not valid CSV from here on: a quoted cell does not end, or text follows its closing quote");
            default -> new FormatProblem(line, "the rest of the file cannot be read");
        };
    }

    private static long firstBadLine(Path file, long line) {
        try {
            return FirstBadLine.of(file);
        } catch (IOException e) {
            return line;
        }
    }

    BadLine asBadLine() {
        return new BadLine(line, what);
    }

    @Override
    public String toString() {
        return "line %d: %s".formatted(line, what);
    }
}
