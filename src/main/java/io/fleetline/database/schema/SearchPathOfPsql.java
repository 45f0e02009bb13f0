package io.fleetline.database.schema;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Lets each file see what it sees under psql. Flyway puts the schema of its history table in front, and the extensions, made
 * there, would be out of everybody's sight.
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
