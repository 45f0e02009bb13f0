package io.fleetline.database.schema;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Gives each file the search path that it has under psql. Flyway puts the schema of its history table in front, so the extensions would be
 * created there, where nobody would find them.
 */
final class SearchPathOfPsql implements Callback {

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (var reset = context.getConnection().createStatement()) {
            reset.execute("RESET search_path");
        } catch (SQLException e) {
            throw new FlywayException("the search path could not be reset", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "search path of psql";
    }
}
