package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.Rejection;
import io.fleetline.wire.UnusableException;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one reply.
 *
 * @param list a JSON array
 * @param imei the device of all rows, if the rows do not name it
 * @param total the number of rows over all pages, if known
 */
record ReplyRows(
        JsonNode list, @Nullable String imei, @Nullable Integer total) {
    /** A rejected row is stored up to this many characters. */
    static final int LONGEST_PAYLOAD = 10_000;

    static ReplyRows of(JsonNode list) {
        return new ReplyRows(list, null, null);
    }

    ReplyRows ofDevice(String imei) {
        return new ReplyRows(list, imei, total);
    }

    ReplyRows outOf(@Nullable Integer total) {
        return new ReplyRows(list, imei, total);
    }

    /** Maps each row separately: an unusable row is a rejection and does not affect the others. */
    <T> Answer<T> map(RowMapper<T> mapper) {
        var facts = new ArrayList<T>(list.size());
        var rejections = new ArrayList<Rejection>();
        var silent = new ArrayList<String>();
        for (var item : list) {
            try {
                var row = Wire.of(item);
                var fact = mapper.map(row);
                if (fact == null) {
                    silent.add(row.imei("imei"));
                } else {
                    facts.add(fact);
                }
            } catch (UnusableException e) {
                rejections.add(new Rejection(imeiOf(item), e.reason(), payload(item)));
            }
        }
        return new Answer<>(facts, rejections, silent, list.size(), total);
    }

    private @Nullable String imeiOf(JsonNode item) {
        var named = item.path("imei").asText("").strip();
        return Plausibility.reasonAgainstImei(named) == null ? named : imei;
    }

    private static String payload(JsonNode item) {
        var bytes = Wire.json(item).getBytes(UTF_8);
        if (bytes.length <= LONGEST_PAYLOAD) {
            return new String(bytes, UTF_8);
        }
        // A character split by the cut decodes to U+FFFD.
        return new String(bytes, 0, LONGEST_PAYLOAD, UTF_8).replaceFirst("\uFFFD+$", "");
    }
}
