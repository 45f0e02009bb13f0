package io.fleetline.database.schema;

import io.fleetline.database.SqlTrouble;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Reduces Flyway's long messages to the one line that an operator needs. */
final class MigrationFailure {

    private static final Pattern NOT_INSTALLED = Pattern.compile(
            "extension \"(?<name>\\w+)\" is not available|extension control file \".*/(?<file>\\w+)\\.control\"");

    private MigrationFailure() {}

    static MigrationException explain(FlywayException e) {
        var script = cause(e, FlywaySqlScriptException.class);
        var sql = cause(e, PSQLException.class);
        var what = script == null || script.getResource() == null
                ? "the migrations failed"
                : "migration " + script.getResource().getFilename() + " failed";
        return new MigrationException(what + ": " + SqlTrouble.oneLine(sql == null ? e.getMessage() : reason(sql)), e);
    }

    private static String reason(PSQLException e) {
        var server = e.getServerErrorMessage();
        var message = server == null ? e.getMessage() : server.getMessage();
        var missing = NOT_INSTALLED.matcher(String.valueOf(message));
        if (missing.find()) {
            var name = missing.group("name") == null ? missing.group("file") : missing.group("name");
            return productName(name) + " is not installed on this database server";
        }
        return server == null || server.getHint() == null
                ? String.valueOf(message)
                : message + " (" + server.getHint() + ")";
    }

    private static String productName(String extension) {
        return switch (extension) {
            case "postgis" -> "PostGIS";
            case "timescaledb" -> "TimescaleDB";
            default -> "the extension " + extension;
        };
    }

    private static <T> @Nullable T cause(@Nullable Throwable e, Class<T> type) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
