package io.fleetline.processes;

import io.fleetline.TestDatabase;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The role dashboard_ro with a password, until closed. It belongs to the whole server, and so do its passwords: one at a time. */
final class ReaderLogin implements AutoCloseable {
    private final Jdbi admin;
    private final String password = UUID.randomUUID().toString();

    ReaderLogin(TestDatabase database) {
        admin = database.jdbi();
        admin.useHandle(handle -> handle.execute("ALTER ROLE dashboard_ro LOGIN PASSWORD '%s'".formatted(password)));
    }

    /** The address with this login. */
    String url(String database) {
        return database.replaceFirst("//[^@]*@", "//dashboard_ro:" + password + "@");
    }

    @Override
    public void close() {
        admin.useHandle(handle -> handle.execute("ALTER ROLE dashboard_ro PASSWORD NULL"));
    }
}
