package io.fleetline.cli.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a UTF-8 text file, with or without a byte order mark. */
final class TextFile {
    private static final int LOOKED_AT = 4096;

    private TextFile() {}

    /** @throws UnusableFileException if it cannot be read, or is not such a file */
    static Reader open(Path file) {
        if (!Files.exists(file)) {
            throw new UnusableFileException("%s does not exist".formatted(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new UnusableFileException("%s is not a file".formatted(file));
        }
        if (!Files.isReadable(file)) {
            throw new UnusableFileException("this user has no permission to read %s".formatted(file));
        }
        try {
            return open(file, new BufferedInputStream(Files.newInputStream(file)));
        } catch (IOException e) {
            throw new UnusableFileException("%s cannot be read".formatted(file));
        }
    }

    private static Reader open(Path file, InputStream bytes) throws IOException {
        bytes.mark(LOOKED_AT);
        var start = bytes.readNBytes(LOOKED_AT);
        bytes.reset();
        if (begins(start, 0xFF, 0xFE) || begins(start, 0xFE, 0xFF)) {
            throw refused(bytes, "%s is in UTF-16: save it as 'CSV UTF-8'".formatted(file));
        }
        if (new String(start, UTF_8).indexOf('\0') >= 0) {
            throw refused(bytes, "%s is a binary file, not text: save it as 'CSV UTF-8'".formatted(file));
        }
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            bytes.skipNBytes(3);
        }
        var strict = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return new BufferedReader(new InputStreamReader(bytes, strict));
    }

    private static UnusableFileException refused(InputStream bytes, String why) throws IOException {
        bytes.close();
        return new UnusableFileException(why);
    }

    private static boolean begins(byte[] start, int... with) {
        for (int i = 0; i < with.length; i++) {
            if (i >= start.length || (start[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}
