package io.fleetline.ingest.push;

import io.fleetline.clock.OncePerMinute;
import org.jboss.logging.Logger;

/** Logs that pushes are refused, once a minute. */
final class RefusalLog {
    private static final Logger LOG = Logger.getLogger(RefusalLog.class);

    private final OncePerMinute refusals = new OncePerMinute();

    /** @param sender its address; the content is not logged, because it may include a token */
    void refused(String path, PushReply reply, String sender) {
        var count = refusals.count();
        if (count > 0) {
            LOG.warnf(
                    "%s: a push was refused: %s, sent from %s; refusals since the last such line: %d",
                    path, reply.words(), sender, count);
        }
    }
}
