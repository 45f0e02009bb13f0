package io.fleetline.processes;

import io.fleetline.TestDatabase;
import io.fleetline.change.Ticker;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** Keeps the change log of a database ticking, as another process would, also while the service is dead. */
final class Ticking implements AutoCloseable {
    private volatile boolean closed;
    private final Thread thread;

    Ticking(TestDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("SELECT infrastructure.fn_open_change_log()"));
        var direct = new PGSimpleDataSource();
        direct.setURL("jdbc:" + database.url().replaceFirst("//[^@]*@", "//"));
        var login = database.url().replaceFirst("postgresql://([^@]*)@.*", "$1").split(":", 2);
        direct.setUser(login[0]);
        direct.setPassword(login[1]);
        var ticker = new Ticker(direct, () -> {});
        thread = Thread.ofPlatform().start(() -> {
            while (!closed) {
                ticker.turn();
                LockSupport.parkNanos(10_000_000);
            }
            ticker.close();
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
