package io.fleetline.cli;

import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One call to the vendor before the work begins, account by account, to find wrong settings while somebody is looking. A
 * vendor that is down or busy does not hold up the start.
 */
final class Preflight {
    private static final Logger LOG = Logger.getLogger(Preflight.class);

    private Preflight() {}

    /** @throws BadSetting if the vendor refuses the login or an account, or is no Tracksolid cloud at all */
    static void check(TracksolidClient client, List<String> accounts) {
        for (var account : accounts) {
            try {
                client.userDeviceLocationList(account);
            } catch (TracksolidException e) {
                refuse(account, e);
            }
        }
    }

    private static void refuse(String account, TracksolidException problem) {
        switch (problem.kind()) {
            case REFUSED ->
                throw new BadSetting(
                        Setting.TRACKSOLID_TARGETS,
                        "names '%s', which the vendor refuses: %s".formatted(account, problem.getMessage()));
            case TOKEN -> refuseLogin(account, problem);
            case UNREADABLE ->
                throw new BadSetting(
                        Setting.TRACKSOLID_API_URL, "does not answer like Tracksolid: " + problem.getMessage());
            default -> notChecked(account, problem);
        }
    }

    /** With a code the vendor himself said no; the message names the settings to look at. */
    private static void refuseLogin(String account, TracksolidException problem) {
        if (problem.code() != 0 && problem.method().equals("jimi.oauth.token.get")) {
            throw new BadSetting("the vendor refuses the login: " + problem.getMessage());
        }
        notChecked(account, problem);
    }

    private static void notChecked(String account, TracksolidException problem) {
        LOG.warnf("account %s not checked at the start: %s", account, problem.getMessage());
    }
}
