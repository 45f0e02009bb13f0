package io.fleetline.service;

import io.fleetline.database.SqlTrouble;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.ReadSettings;
import io.fleetline.settings.Setting;
import java.sql.Connection;
import java.sql.SQLException;

/** Checks before the service starts that it can answer readers. */
public final class ReadStart {
    private ReadStart() {}

    /**
     * Connects with the readers' login, and checks that some token would be accepted.
     *
     * @throws BadSetting if the login does not read as {@code dashboard_ro}, or a token is required and there is none
     */
    public static void check(ReadSettings reading) {
        var url = reading.database();
        try (var connection = DatabaseStart.dataSource(url).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(reading.connectionStart());
            if (reading.tokenRequired() && reading.openId().isEmpty() && !anyToken(connection)) {
                throw new BadSetting(
                        Setting.READ_REQUIRE_TOKEN,
                        "is 1 and there is no token that is good now: make one with 'token create NAME', or set OIDC_ISSUER;"
                                + " where anybody may read everything, set it to 0");
            }
        } catch (SQLException e) {
            throw new BadSetting(Setting.READ_DATABASE_URL, "(%s): %s".formatted(url, SqlTrouble.message(e)));
        }
    }

    private static boolean anyToken(Connection connection) throws SQLException {
        try (var question = connection.prepareStatement("SELECT reporting.fn_any_access_token()");
                var answer = question.executeQuery()) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
