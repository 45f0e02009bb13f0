package io.fleetline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Output of commands: reports and progress. */
final class Terminal {
    private static final int BUFFER = 1 << 16;

    private Terminal() {}

    /** Prints to standard output in UTF-8, whatever the locale. A closed pipe ({@code | head}) is not an error. */
    static void print(Consumer<PrintStream> report) {
        var bytes = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
        var out = new PrintStream(bytes, false, UTF_8);
        report.accept(out);
        // Not closed: standard output is shared.
        out.flush();
    }

    /**
     * A progress bar on standard error; null if that is not a terminal, or there is nothing to do.
     *
     * @param size the number of steps; less than 0 if unknown
     */
    static @Nullable ProgressBar progress(String task, long size) {
        return size != 0 && isSeen()
                ? new ProgressBarBuilder().setTaskName(task).setInitialMax(size).build()
                : null;
    }

    /** The JVM itself only reports whether both input and output are a terminal. */
    private static boolean isSeen() {
        try {
            var target = Path.of("/proc/self/fd/2").toRealPath();
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    static void step(@Nullable ProgressBar bar, long steps) {
        if (bar != null) {
            bar.stepBy(steps);
        }
    }

    /** Shows the current step beside the bar. */
    static void name(@Nullable ProgressBar bar, String step) {
        if (bar != null) {
            bar.setExtraMessage(step);
        }
    }

    /** Raises the number of steps; thread-safe. */
    static synchronized void lengthen(@Nullable ProgressBar bar, long steps) {
        if (bar != null) {
            bar.maxHint(Math.max(bar.getMax(), 0) + steps);
        }
    }
}
