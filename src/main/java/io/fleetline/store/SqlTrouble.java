package io.fleetline.store;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** What kind of failure it is, and so what can be done about it. */
enum SqlTrouble {
    /** A row that the database will never take. */
    BAD_DATA,
    /** Two transactions were in each other's way: the same again may well succeed. */
    CONFLICT,
    /** Everything else: the connection, the server, or what we may not do. The data is not to blame. */
    UNAVAILABLE;

    private static final String DISK_FULL = "53100";

    static SqlTrouble of(SQLException e) {
        var state = e.getSQLState();
        if (state == null) {
            return UNAVAILABLE;
        }
        if (state.startsWith("22") || state.startsWith("23") || state.equals("21000")) {
            return BAD_DATA;
        }
        return state.startsWith("40") ? CONFLICT : UNAVAILABLE;
    }

    /** One line, for people. */
    static String inWords(SQLException e) {
        var words = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return DISK_FULL.equals(e.getSQLState())
                ? "the database's disk is full: as soon as there is room, all goes on by itself (" + words + ")"
                : words;
    }

    /** Short and the same for the same fault: the name of the constraint where there is one, not the row. */
    static String reason(SQLException e) {
        var server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null) {
            return "database: " + e.getMessage();
        }
        return server.getConstraint() == null
                ? "database: " + server.getMessage()
                : "database: violates " + server.getConstraint();
    }
}
