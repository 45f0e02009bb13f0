package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup whose every process is killed, at each of its steps: no valid backup is lost, none is made up, and the next one succeeds. */
class BackupKilledIT {
    /** Where it is killed: what a program does instead, and whether this backup is already valid. */
    enum Step {
        BEFORE_THE_DUMP("pg_dump", "kill_all", false),
        IN_THE_DUMP("pg_dump", "$real \"$@\" | { head -c 3000000; kill_all; }", false),
        IN_THE_UPLOAD("rclone", "[[ $1 != rcat ]] || { { head -c 7000000; kill_all; } | $real \"$@\"; }", false),
        BEFORE_READING_BACK("rclone", "[[ $* != 'cat store:'*.dump ]] || kill_all", false),
        BEFORE_THE_MANIFEST("rclone", "[[ $* != 'rcat store:'*.json ]] || kill_all", false),
        AFTER_THE_MANIFEST("rclone", "[[ $* != 'rcat store:'*.json ]] || { $real \"$@\"; kill_all; }", true),
        BEFORE_REMOVING("rclone", "[[ $* != 'deletefile '*.json ]] || kill_all", true),
        WHILE_REMOVING("rclone", "[[ $* != 'deletefile '*.dump ]] || kill_all", true);

        final String program;
        final String instead;
        final boolean counts;

        Step(String program, String instead, boolean counts) {
            this.program = program;
            this.instead = instead;
            this.counts = counts;
        }
    }

    @TempDir
    static Path folder;

    private static BackupBench bench;

    @BeforeAll
    static void start() {
        // One a day: the second backup of a day replaces the first one.
        bench = new BackupBench(folder).withFleet();
        for (var kept : List.of("DAYS", "WEEKS", "MONTHS")) {
            bench.with("BACKUP_KEEP_" + kept, "1");
        }
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    @BeforeEach
    void anOlderBackup() throws IOException {
        for (var object : bench.store.objects()) {
            Files.delete(object);
        }
        var backup = bench.run("backup");
        assertThat(backup.exitCode()).as(backup.output()).isZero();
        assertThat(good()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void killedAt(Step step) {
        var before = good();
        bench.insteadOf(step.program, step.instead);
        var killed = bench.run("backup");
        bench.asUsual();
        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(137);

        var between = good();
        if (step.counts) {
            assertThat(between.getLast()).isGreaterThan(before.getLast());
        } else {
            assertThat(between).isEqualTo(before);
        }

        var next = bench.run("backup");
        assertThat(next.exitCode()).as(next.output()).isZero();
        assertThat(good()).containsExactly(bench.key());
        assertThat(bench.key()).isGreaterThan(between.getLast());
        var name = bench.database.name() + "/" + bench.key();
        assertThat(bench.store.keys()).as("nothing is left over").containsExactly(name, name + ".json");
    }

    private static List<String> good() {
        var list = bench.run("restore", "--list");
        assertThat(list.exitCode()).as(list.output()).isZero();
        assertThat(list.output()).doesNotContain("cut short");
        return list.output().lines().map(line -> line.split(" ")[0]).toList();
    }
}
