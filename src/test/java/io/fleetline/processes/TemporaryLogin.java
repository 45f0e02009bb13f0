package io.fleetline.processes;

import io.fleetline.TestDatabase;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A role with a random password, for one test. Closed before the database. */
final class TemporaryLogin implements AutoCloseable {
    private final Jdbi admin;
    private final String role = "fleetline_test_" + UUID.randomUUID().toString().substring(0, 8);
    private final String password = UUID.randomUUID().toString();
    private final String url;

    /** @param rights as CREATE ROLE spells them */
    TemporaryLogin(TestDatabase database, String rights) {
        this.admin = database.jdbi();
        this.url = database.url().replaceFirst("//[^@]*@", "//" + role + ":" + password + "@");
        admin.useHandle(
                handle -> handle.execute("CREATE ROLE %s LOGIN %s PASSWORD '%s'".formatted(role, rights, password)));
        admin.useHandle(handle -> handle.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(database.name(), role)));
    }

    String password() {
        return password;
    }

    /** The database's address with this login. */
    String url() {
        return url;
    }

    String urlWithPassword(String other) {
        return url.replace(password, other);
    }

    @Override
    public void close() {
        admin.useHandle(handle -> handle.execute("REASSIGN OWNED BY %s TO CURRENT_USER".formatted(role)));
        admin.useHandle(handle -> handle.execute("DROP OWNED BY %s".formatted(role)));
        admin.useHandle(handle -> handle.execute("DROP ROLE %s".formatted(role)));
    }
}
