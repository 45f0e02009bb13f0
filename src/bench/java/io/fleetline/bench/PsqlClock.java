package io.fleetline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How long psql needs to fetch an answer, by its own timing: the database's limit. */
final class PsqlClock {
    private static final Pattern TIME = Pattern.compile("Time: ([0-9.]+) ms");

    private final List<String> command = new ArrayList<>();

    /**
     * @param psql how to call it, its words separated by spaces
     * @param url of the database
     */
    PsqlClock(String psql, String url) {
        command.addAll(List.of(psql.split(" ")));
        command.addAll(List.of("-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", url));
    }

    /** The median of this many runs, in milliseconds. */
    double medianMs(String sql, int times) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        try (var input = process.outputWriter(UTF_8)) {
            input.write("\\timing on\n" + (sql.strip() + ";\n").repeat(times));
        }
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("psql could not fetch the answer: what it says is above");
        }
        return Median.of(TIME.matcher(output)
                .results()
                .map(time -> Double.parseDouble(time.group(1)))
                .toList());
    }
}
