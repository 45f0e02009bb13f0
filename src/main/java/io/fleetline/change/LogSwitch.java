package io.fleetline.change;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Switches the log of a database on and off. */
public final class LogSwitch {
    private LogSwitch() {}

    /** After a restore, and when the log has been off, a new epoch begins: consumers then compute everything anew. */
    public static void open(DataSource database) {
        Jdbi.create(database).useHandle(handle -> handle.execute("SELECT infrastructure.fn_open_change_log()"));
    }

    /** From then on nothing is logged. */
    public static void close(DataSource database) {
        Jdbi.create(database).useHandle(handle -> handle.execute("SELECT infrastructure.fn_close_change_log()"));
    }
}
