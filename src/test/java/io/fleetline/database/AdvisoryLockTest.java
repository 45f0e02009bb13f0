package io.fleetline.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdvisoryLockTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final Handle one = Jdbi.create(DATABASE.dataSource()).open();
    private final Handle other = Jdbi.create(DATABASE.dataSource()).open();

    /** A session goes back to the pool with the locks that it holds. */
    @AfterEach
    void endSessions() {
        List.of(one, other).forEach(session -> {
            try (session) {
                session.execute("SELECT pg_advisory_unlock_all()");
            } catch (JdbiException e) {
                // its connection has died in the test, and its locks with it
            }
        });
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoSessionsOneDoesTheWork(AdvisoryLock lock) {
        var done =
                lock.runIfFree(one, held -> lock.runIfFree(other, _ -> "twice").orElse("once"));
        assertThat(done).contains("once");
        assertThat(lock.runIfFree(other, _ -> "afterwards")).contains("afterwards");
    }

    @ParameterizedTest
    @EnumSource
    void eachIsALockOfItsOwn(AdvisoryLock lock) {
        var free = new ArrayList<AdvisoryLock>();
        lock.runIfFree(one, _ -> {
            for (var another : AdvisoryLock.values()) {
                another.runIfFree(other, _ -> free.add(another));
            }
            return true;
        });
        assertThat(free).hasSize(AdvisoryLock.values().length - 1).doesNotContain(lock);
    }

    /** What other programs and older versions hold meanwhile. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIGRATIONS       | 920144",
                "TRIPS_VIEW       | 920145",
                "ROLLUP           | 920146",
                "PURGE            | 920148",
                "STORAGE_POLICIES | 920149",
                "EXTENTS_VIEW     | 92014659",
                "COMPRESSION      | hashtext('fleetline compression')"
            })
    void theKeysNeverChange(AdvisoryLock lock, String key) {
        one.execute("SELECT pg_advisory_lock(" + key + ")");
        assertThat(lock.runIfFree(other, _ -> true)).isEmpty();
    }

    @Test
    void theStepsOfTheRollupTakeTheSameLock() {
        one.begin();
        one.execute("SELECT infrastructure.fn_lock_rollup()");
        assertThat(AdvisoryLock.ROLLUP.runIfFree(other, _ -> true)).isEmpty();
        one.rollback();
        assertThat(AdvisoryLock.ROLLUP.runIfFree(other, _ -> true)).contains(true);
    }

    @Test
    void workThatFailsLeavesTheLockToTheNext() {
        for (var failure : List.of(new IllegalStateException("broken"), new StackOverflowError("broken"))) {
            assertThatThrownBy(() -> AdvisoryLock.PURGE.runIfFree(one, _ -> sneakily(failure)))
                    .isSameAs(failure);
            assertThat(AdvisoryLock.PURGE.runIfFree(other, _ -> true)).contains(true);
        }
    }

    @Test
    void aConnectionThatDiesMeanwhileDoesNotHideWhatItsWorkFailedOf() {
        var pid = one.createQuery("SELECT pg_backend_pid()").mapTo(int.class).one();
        var failure = new IllegalStateException("the work's own");
        assertThatThrownBy(() -> AdvisoryLock.PURGE.runIfFree(one, _ -> {
                    other.execute("SELECT pg_terminate_backend(?, 10000)", pid);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(AdvisoryLock.PURGE.runIfFree(other, _ -> true)).contains(true);
    }

    @Test
    void aLockOfATransactionIsWaitedForAsLongAsTheTransactionAllows() {
        AdvisoryLock.COMPRESSION.runIfFree(one, _ -> {
            other.begin();
            other.execute("SET LOCAL lock_timeout = 10");
            assertThatThrownBy(() -> AdvisoryLock.COMPRESSION.lockUntilCommit(other))
                    .isInstanceOf(JdbiException.class);
            return other.rollback();
        });
        other.useTransaction(AdvisoryLock.COMPRESSION::lockUntilCommit);
        assertThat(AdvisoryLock.COMPRESSION.runIfFree(one, _ -> true)).contains(true);
    }

    @Test
    void whoWaitsIsToldAndWorksAfterwards() throws Exception {
        var events = new ArrayList<String>();
        var waiting = Thread.ofVirtual()
                .unstarted(() -> AdvisoryLock.MIGRATIONS.runWhenFree(
                        other, () -> events.add("waits"), _ -> events.add("works")));
        AdvisoryLock.MIGRATIONS.runWhenFree(one, () -> events.add("never"), held -> {
            waiting.start();
            await().until(() -> waits(held));
            return events.add("first");
        });
        waiting.join();
        assertThat(events).containsExactly("waits", "first", "works");
    }

    @Test
    void noOtherCodeTakesAnAdvisoryLock() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var takers = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            read(file).contains("pg_advisory") || read(file).contains("pg_try_advisory"))
                    .map(file -> file.getFileName().toString());
            assertThat(takers).containsExactly("AdvisoryLock.java");
        }
    }

    @Test
    void oneFunctionOfTheDatabaseKnowsAKey() {
        var takers = one.createQuery("""
                        SELECT p.oid::regproc::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                        WHERE n.nspname IN ('tracksolid', 'infrastructure', 'reporting') AND p.prosrc ~ 'advisory_'
                        """).mapTo(String.class).list();
        assertThat(takers).containsExactly("infrastructure.fn_lock_rollup");
    }

    private static boolean waits(Handle handle) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                                         AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                        """).mapTo(boolean.class).one();
    }

    private static <R> R sneakily(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
