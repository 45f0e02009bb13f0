package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every failure is reported in one line that names the cause, and is never taken for a backup. */
class BackupFaultsIT {
    @TempDir
    static Path folder;

    private static BackupBench bench;

    @BeforeAll
    static void start() {
        bench = new BackupBench(folder).withFleet();
    }

    @AfterAll
    static void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    @AfterEach
    void mend() throws IOException {
        bench.asUsual();
        for (var object : bench.store.objects()) {
            Files.delete(object);
        }
    }

    @Test
    void aWrongSettingEndsItAtOnceAndIsNamed() {
        refused("BACKUP_S3_SECRET_KEY", "wrong", "refuses the signature: BACKUP_S3_SECRET_KEY is wrong.");
        refused("BACKUP_S3_ACCESS_KEY", "wrong", "does not know the access key: BACKUP_S3_ACCESS_KEY is wrong.");
        refused("BACKUP_S3_BUCKET", "nowhere", "There is no bucket nowhere in the store");
        refused("BACKUP_AGE_RECIPIENT", "age1nobody", "BACKUP_AGE_RECIPIENT is not a public key of age");
        refused("BACKUP_KEEP_DAYS", "0", "BACKUP_KEEP_DAYS is '0': it must be a whole number from 1 on.");
        refused("FLEET_TIME_ZONE", "Mars/Base", "FLEET_TIME_ZONE is 'Mars/Base': there is no such time zone.");
        refused("DATABASE_URL", "nonsense", "DATABASE_URL is not of the form postgresql://");
        assertThat(bench.store.keys()).isEmpty();
    }

    private static void refused(String setting, String value, String words) {
        try (var _ = bench.with(setting, value)) {
            var backup = bench.run("backup");
            assertThat(backup.output()).contains(words);
            assertThat(backup.exitCode()).as(backup.output()).isEqualTo(2);
            assertThat(bench.status("error")).contains(words);
            assertThat(bench.run("health").output()).contains("The last backup failed: ", words);
        }
    }

    @Test
    void aLoginThatMayNotReadAllIsToldWhatItLacks() {
        try (var login = new TemporaryLogin(bench.database, "");
                var _ = bench.with("DATABASE_URL", login.url())) {
            var backup = bench.run("backup");
            assertThat(backup.output()).contains("as a superuser, GRANT pg_read_all_data TO fleetline_test_");
            assertThat(backup.output()).doesNotContain(login.password());
            assertThat(backup.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aStoreThatIsAwayIsTriedAgainAndThenTold() {
        try (var _ = bench.with("BACKUP_S3_ENDPOINT", "http://127.0.0.1:1");
                var _ = bench.with("BACKUP_RETRY_FOR_S", "3")) {
            var backup = bench.run("backup");
            assertThat(backup.output())
                    .containsOnlyOnce("Trying again in 2 s.")
                    .contains("The store http://127.0.0.1:1 is away: connection refused.");
            assertThat(backup.exitCode()).isEqualTo(75);
        }
    }

    @Test
    void aStoreThatGoesAwayInTheMiddleLeavesNoBackup() {
        try (var store = new S3Server(folder.resolve("second"));
                var _ = bench.with("BACKUP_S3_ENDPOINT", store.endpoint())) {
            // The upload has begun when a first part was read; then its input waits until the reader is gone.
            bench.insteadOf("rclone", """
                    if [[ $1 == rcat ]]; then
                      { head -c 7000000; touch "$TMPDIR/begun"; until [[ -e $TMPDIR/away ]]; do sleep 0.05; done; cat; } | $real "$@"
                      exit
                    fi
                    """);
            var running = bench.start("backup");
            await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(folder.resolve("tmp/begun")));
            store.goAway();
            write(folder.resolve("tmp/away"), "");
            var backup = running.outcome();
            assertThat(backup.exitCode()).as(backup.output()).isEqualTo(75);
            assertThat(backup.output()).contains("The store " + store.endpoint() + " is away: connection refused.");
        }
    }

    @Test
    void aDatabaseThatIsAwayIsTold() {
        try (var _ = bench.with("DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/tracksolid_db")) {
            var backup = bench.run("backup");
            assertThat(backup.output()).contains("The database at 127.0.0.1:1 is away: ", "Connection refused");
            assertThat(backup.output()).doesNotContain("secret");
            assertThat(backup.exitCode()).isEqualTo(75);
        }
    }

    @Test
    void aDatabaseThatGoesAwayInTheMiddleLeavesNoBackup() {
        bench.insteadOf(
                "pg_dump",
                "$real \"$@\" | head -c 3000000; echo 'pg_dump: error: server closed the connection unexpectedly' >&2; exit 1");
        var backup = bench.run("backup");
        assertThat(backup.output()).contains("The database went away during the dump");
        assertThat(backup.exitCode()).isEqualTo(75);
        assertThat(bench.store.keys()).isEmpty();
    }

    @Test
    void aSecondBackupAtTheSameTimeDoesNothing() {
        bench.insteadOf("pg_dump", "touch \"$TMPDIR/dumping\"; until [[ -e $TMPDIR/go ]]; do sleep 0.05; done");
        var first = bench.start("backup");
        await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(folder.resolve("tmp/dumping")));
        var second = bench.run("backup");
        write(folder.resolve("tmp/go"), "");
        assertThat(second.output())
                .contains("Another backup of " + bench.database.name() + " is under way: this one has done nothing.");
        assertThat(second.exitCode()).isEqualTo(3);
        assertThat(first.outcome().exitCode()).isZero();
        assertThat(bench.status("outcome")).isEqualTo("ok");
    }

    @Test
    void aDumpThatWasCutShortOrChangedIsNoticed() throws IOException {
        var dump = backedUp();
        try (var file = FileChannel.open(dump, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("?".getBytes(UTF_8)), Files.size(dump) / 2);
        }
        drillFails("is not what was stored: its SHA-256 differs from the manifest's");
        try (var file = new RandomAccessFile(dump.toFile(), "rw")) {
            file.setLength(1_000_000);
        }
        drillFails("was cut short in the store: 1000000 of ", "There is no good backup in");
        assertThat(bench.run("restore", "--file", bench.key()).output())
                .contains("was cut short in the store: 1000000 of ");
        assertThat(bench.run("restore", "--list").output()).contains("was cut short in the store: 1000000 of ");
    }

    @Test
    void aWrongKeyIsNamed() {
        var right = publicKey("right");
        publicKey("wrong");
        try (var _ = bench.with("BACKUP_AGE_RECIPIENT", right);
                var _ = bench.with(
                        "BACKUP_AGE_IDENTITY_FILE", folder.resolve("wrong").toString())) {
            backedUp();
            drillFails("The key in " + folder.resolve("wrong") + " is not the one that ");
        }
        drillFails("This backup is encrypted: BACKUP_AGE_IDENTITY_FILE must name the file with its private key.");
    }

    @Test
    void compressionKeepsAwayFromABackup() {
        bench.insteadOf("pg_dump", """
                psql -X -q -A -t -c "SELECT 'free: ' || pg_try_advisory_lock(hashtext('fleetline compression'))" >&2
                exit 1
                """);
        assertThat(bench.run("backup").output()).contains("free: false");
        assertThat(compressionMayRun()).isTrue();
    }

    private static boolean compressionMayRun() {
        return bench.database
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT pg_try_advisory_xact_lock(hashtext('fleetline compression'))")
                        .mapTo(boolean.class)
                        .one());
    }

    @Test
    void aFullDiskOfTheServerIsNamedAndNothingHalfDoneStays() {
        backedUp();
        bench.insteadOf("pg_restore", """
                head -c 100000 >/dev/null
                echo 'pg_restore: error: COPY failed for table "dead_letters": ERROR:  could not extend file "base/5/1": No space left on device' >&2
                exit 1
                """);
        drillFails("The disk of the database server is full");
        assertThat(bench.databases()).noneMatch(name -> name.endsWith("_drill"));
    }

    @Test
    void aFullDiskOfTheStateIsNamed() {
        assumeTrue("root".equals(System.getProperty("user.name")), "a small file system for the state needs root");
        var backup = bench.start(List.of("unshare", "--mount", "sh", "-c", """
                        mount -t tmpfs -o size=4k tmpfs "$BACKUP_STATE" && head -c 4096 /dev/zero >"$BACKUP_STATE/other" && exec backup/backup
                        """)).outcome();
        assertThat(backup.output()).contains("status.json could not be written: is the disk of ");
        assertThat(backup.exitCode()).isEqualTo(1);
        assertThat(bench.run("restore", "--list").output()).contains(".dump  ");
    }

    private static Path backedUp() {
        var backup = bench.run("backup");
        assertThat(backup.exitCode()).as(backup.output()).isZero();
        return bench.store.file(bench.database.name() + "/" + bench.key());
    }

    private static void drillFails(String... words) {
        var drill = bench.run("drill");
        assertThat(drill.output()).contains(words);
        assertThat(drill.exitCode()).as(drill.output()).isNotZero();
        assertThat(bench.databases()).doesNotContain(bench.database.name() + "_drill");
    }

    private static String publicKey(String file) {
        var made = bench.start(List.of("age-keygen", "-o", folder.resolve(file).toString()))
                .outcome();
        return made.output().replaceFirst("(?s).*(age1\\w+).*", "$1");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
