package io.fleetline.cli.drivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetline.register.DeviceImport.BadLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * Why a file cannot be read any further.
 *
 * @param line where, from 1 on
 */
record FormatProblem(long line, String what) {
    /** @param line the one that was to be read */
    static FormatProblem of(IOException e, Path file, long line) {
        return switch (e) {
            case CharacterCodingException _ ->
                new FormatProblem(firstBadLine(file, line), "is not in UTF-8: save the file as 'CSV UTF-8'");
            case JsonProcessingException format
            when format.getCause() instanceof CharacterCodingException coding -> of(coding, file, line);
            case JsonProcessingException _ ->
                new FormatProblem(
                        line,
                        "no CSV from here on: a quoted cell does not end, or something follows its closing quote");
            default -> new FormatProblem(line, "the file cannot be read any further");
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
