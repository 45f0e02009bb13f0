package io.fleetline.ingest.poll;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.tracksolid.Answer;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A parked device with a rubbish clock is in every sweep with the same unusable fix. It becomes a dead letter once, not every
 * minute: again only after it has been well in between, or for another reason.
 */
final class RepeatedRejections {
    private final Map<String, String> reasonByImei = new ConcurrentHashMap<>();

    /** The answer with the repeats among its silent devices. */
    Answer<Fix> onceOnly(Answer<Fix> answer) {
        answer.facts().forEach(fix -> reasonByImei.remove(fix.imei()));
        var fresh = new ArrayList<Rejection>();
        var silent = new ArrayList<>(answer.silentImeis());
        for (var rejection : answer.rejections()) {
            var imei = rejection.imei();
            if (imei != null && rejection.reason().equals(reasonByImei.put(imei, rejection.reason()))) {
                silent.add(imei);
            } else {
                fresh.add(rejection);
            }
        }
        return new Answer<>(answer.facts(), fresh, silent, answer.rows(), answer.totalRows());
    }
}
