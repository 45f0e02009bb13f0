package io.fleetline.database;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What kind of failure it is, and so what can be done about it. */
public enum SqlTrouble {
    /** The values of a row are such that the database does not take it. */
    BAD_ROW,
    /** Two transactions were in each other's way: the same again may well succeed. */
    CONFLICT,
    /** Another session holds a lock for longer than we wait: what does not need it can be written. */
    HELD,
    /** More compressed rows would have to be unpacked than one transaction may: fewer facts at once can be written. */
    TOO_MUCH,
    /** A statement fails for a reason that is not in the row: a setting, a permission, a function that is missing. */
    REFUSED,
    /** The server does not answer or can do nothing at all. */
    AWAY;

    /**
     * Values that are too long, out of range or unreadable; constraints; two rows of one statement with the same key. Others of class 22, such as
     * 22023 for a time zone that the server does not know, are not about the row.
     */
    private static final Set<String> OF_ROWS = Set.of(
            "21000", "22001", "22003", "22007", "22008", "22015", "22021", "22030", "22032", "22P02", "22P03", "22P05",
            "23502", "23503", "23505", "23514", "23P01");

    /** A value that is too large for an index, or nested too deeply. */
    private static final String LIMIT_EXCEEDED = "54";

    /** Connections, credentials, databases, resources, operators' interventions, disks and damaged files. */
    private static final Set<String> CLASSES_OF_SERVERS = Set.of("08", "28", "3D", "53", "57", "58", "F0");

    private static final Set<String> OF_SERVERS = Set.of("25006", "XX001", "XX002");
    private static final String CANCELLED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DECOMPRESSION_LIMIT = "53400";
    private static final String DISK_FULL = "53100";
    private static final int LONGEST_REASON = 200;

    public static SqlTrouble of(SQLException e) {
        var state = e.getSQLState();
        if (state == null || state.length() < 2) {
            return AWAY;
        }
        return switch (state) {
            case LOCK_NOT_AVAILABLE -> HELD;
            case DECOMPRESSION_LIMIT -> TOO_MUCH;
            case CANCELLED -> REFUSED;
            default -> ofClass(state);
        };
    }

    /** Whether the values of one of the rows may be to blame. */
    public static boolean isBadRow(Exception e) {
        return e instanceof SQLException sql && of(sql) == BAD_ROW;
    }

    private static SqlTrouble ofClass(String state) {
        var ofClass = state.substring(0, 2);
        if (OF_ROWS.contains(state) || ofClass.equals(LIMIT_EXCEEDED)) {
            return BAD_ROW;
        }
        if (ofClass.equals("40")) {
            return CONFLICT;
        }
        return CLASSES_OF_SERVERS.contains(ofClass) || OF_SERVERS.contains(state) ? AWAY : REFUSED;
    }

    /** One line, for people. */
    public static String inWords(SQLException e) {
        var words = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return DISK_FULL.equals(e.getSQLState())
                ? "the database's disk is full: as soon as there is room, all goes on by itself (" + words + ")"
                : words;
    }

    /** Short and the same for the same fault: the name of the constraint where there is one, not the row. */
    public static String reason(Exception e) {
        var server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        var reason = server == null
                ? "database: " + e.getMessage()
                : server.getConstraint() == null
                        ? "database: " + server.getMessage()
                        : "database: violates " + server.getConstraint();
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }
}
