package io.fleetline.service;

import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Calls the vendor once for each account before polling begins, to find wrong settings while an operator is watching. It ends the start only
 * if waiting cannot help: the vendor rejects the login, or every account. Other failures are logged, and the pollers ask again.
 */
final class Preflight {
    private static final Logger LOG = Logger.getLogger(Preflight.class);

    private Preflight() {}

    /** @throws BadSetting if the vendor rejects the login, or each of the accounts */
    static void check(TracksolidClient client, List<String> accounts) {
        long refused =
                accounts.stream().filter(account -> isRefused(client, account)).count();
        if (refused == accounts.size()) {
            throw new BadSetting(
                    Setting.TRACKSOLID_TARGETS,
                    "names no account that the vendor accepts, asked for %s".formatted(String.join(", ", accounts)));
        }
    }

    private static boolean isRefused(TracksolidClient client, String account) {
        try {
            client.userDeviceLocationList(account);
            return false;
        } catch (TracksolidException e) {
            if (isRefusedLogin(e)) {
                throw new BadSetting("the vendor refuses the login: " + e.getMessage());
            }
            LOG.errorf("account %s cannot be polled yet and is asked again: %s%s", account, e.getMessage(), advice(e));
            return e.kind() == Kind.REFUSED;
        }
    }

    /** A code means that the vendor itself refused; the message names the settings to check. */
    private static boolean isRefusedLogin(TracksolidException e) {
        return e.kind() == Kind.TOKEN && e.code() != 0 && e.method().equals("jimi.oauth.token.get");
    }

    private static String advice(TracksolidException e) {
        return switch (e.kind()) {
            case REFUSED -> ". If this goes on, check TRACKSOLID_TARGETS.";
            case UNREADABLE -> ". If this goes on, check TRACKSOLID_API_URL.";
            default -> "";
        };
    }
}
