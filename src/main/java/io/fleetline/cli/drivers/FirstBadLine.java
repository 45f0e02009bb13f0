package io.fleetline.cli.drivers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Finds the first line that is not UTF-8. The reader decodes ahead of the lines that it returns, so it cannot report it. */
final class FirstBadLine {
    private static final int PIECE = 8192;

    private FirstBadLine() {}

    /** The line number, from 1; the last line if all are valid. */
    static long of(Path file) throws IOException {
        var decoder = UTF_8.newDecoder();
        var bytes = ByteBuffer.allocate(PIECE);
        var characters = CharBuffer.allocate(PIECE);
        long line = 1;
        try (var channel = FileChannel.open(file)) {
            boolean ended = false;
            while (!ended) {
                ended = channel.read(bytes) < 0;
                bytes.flip();
                // A chunk has no more characters than bytes, so the buffer is large enough.
                var result = decoder.decode(bytes, characters, ended);
                line += characters.flip().chars().filter(c -> c == '\n').count();
                ended |= result.isError();
                bytes.compact();
                characters.clear();
            }
        }
        return line;
    }
}
