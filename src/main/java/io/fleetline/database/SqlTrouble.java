package io.fleetline.database;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Kinds of database failures, by what can be done about them. */
public enum SqlTrouble {
    /** The database refuses the values of a row. */
    BAD_ROW,
    /** Two transactions conflicted: a retry may well succeed. */
    CONFLICT,
    /** Another session holds a lock for longer than we wait: facts that do not need it can be written. */
    HELD,
    /** More compressed rows would be decompressed than one transaction may: fewer facts at once can be written. */
    TOO_MUCH,
    /** A statement fails for a reason that is not in the row: a setting, a permission, a missing function. */
    REFUSED,
    /** The server does not answer, or cannot do anything at all. */
    AWAY;

    /**
     * Values that are too long, out of range or unreadable; constraints; two rows of one statement with the same key. Other states
     * of class 22, such as 22023 for a time zone that the server does not know, do not concern the row.
     */
    private static final Set<String> OF_ROWS = Set.of(
            "21000", "22001", "22003", "22007", "22008", "22015", "22021", "22030", "22032", "22P02", "22P03", "22P05",
            "23502", "23503", "23505", "23514", "23P01");

    /** A value is too large for an index, or nested too deeply. */
    private static final String LIMIT_EXCEEDED = "54";

    /** Connections, credentials, databases, resources, operator intervention, disks and damaged files. */
    private static final Set<String> CLASSES_OF_SERVERS = Set.of("08", "28", "3D", "53", "57", "58", "F0");

    private static final Set<String> OF_SERVERS = Set.of("25006", "XX001", "XX002");
    private static final String CANCELLED = "57014";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DECOMPRESSION_LIMIT = "53400";
    private static final String DISK_FULL = "53100";
    private static final int LONGEST_REASON = 200;
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

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

    /** One line. For an exception of Jdbi, the database's message without the statement and its parameters. */
    public static String inWords(Throwable e) {
        return switch (e) {
            case SQLException sql -> words(sql);
            case JdbiException jdbi when jdbi.getCause() instanceof SQLException sql -> words(sql);
            default -> oneLine(e.getMessage());
        };
    }

    private static String words(SQLException e) {
        var words = oneLine(e.getMessage());
        return DISK_FULL.equals(e.getSQLState())
                ? "the database's disk is full: writing resumes automatically once there is space (" + words + ")"
                : words;
    }

    /** One line: the server's message without its details, or else the driver's. */
    public static String message(SQLException e) {
        var server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        return oneLine(server == null ? e.getMessage() : server.getMessage());
    }

    /** The same text without line breaks and outer blanks. */
    public static String oneLine(@Nullable String text) {
        return LINE_BREAK.matcher(String.valueOf(text).strip()).replaceAll(" ");
    }

    /** Short and the same for the same fault: the name of the constraint if there is one, not the row. */
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
