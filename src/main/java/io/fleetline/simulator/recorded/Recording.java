package io.fleetline.simulator.recorded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Reads recorded fixes from a CSV, plain or gzipped, whose first columns are {@code epoch_s}, the vehicle, {@code lat}, {@code lng}. */
final class Recording {
    private final SortedMap<String, SortedMap<Long, Point>> points = new TreeMap<>();
    private final long from;
    private final long to;

    record Point(double lat, double lng) {}

    private Recording(Instant from, Instant to) {
        this.from = from.getEpochSecond();
        this.to = to.getEpochSecond();
    }

    /**
     * The points of each vehicle, by second. If several share a second, the first in the file is kept, as in a cloud that holds one
     * fix per device and second.
     *
     * @param from the first second to read, inclusive
     * @param to the end, exclusive
     */
    static SortedMap<String, SortedMap<Long, Point>> read(Path file, Instant from, Instant to) {
        var recording = new Recording(from, to);
        try (var reader = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            checkHeader(file, reader.readLine());
            reader.lines().forEach(recording::line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the recording " + file, e);
        }
        return recording.points;
    }

    private static InputStream open(Path file) throws IOException {
        var stream = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(stream, 1 << 16) : stream;
    }

    private static void checkHeader(Path file, String header) {
        if (header == null || !header.matches("epoch_s,(cab|vehicle),lat,lng(,.*)?")) {
            throw new IllegalArgumentException(
                    "the recording %s must begin with epoch_s,vehicle,lat,lng, not %s".formatted(file, header));
        }
    }

    private void line(String line) {
        var fields = line.split(",", -1);
        var second = Long.parseLong(fields[0]);
        if (second >= from && second < to) {
            points.computeIfAbsent(fields[1], _ -> new TreeMap<>())
                    .putIfAbsent(second, new Point(Double.parseDouble(fields[2]), Double.parseDouble(fields[3])));
        }
    }
}
