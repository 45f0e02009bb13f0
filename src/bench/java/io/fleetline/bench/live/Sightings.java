package io.fleetline.bench.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** When a client was sent which state of which vehicle. One for each connection that measures. */
final class Sightings {
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final byte CHANGE = 2;
    private static final int KIND = 3;
    private static final int HEADER_BYTES = 4;
    private static final int STRIDE = 6;
    private static final int COUNT = 8;
    private static final int GPS_TIME = 16;
    private static final int VEHICLE_MASK = 0xFFFFFF;
    private static final int PREFIX = 20;

    private static final Pattern STATE = Pattern.compile("\"imei\" : \"(\\d+)\".*?\"gps_time\" : \"([^\"]{19})");
    private static final Pattern ENTRY = Pattern.compile("\"vehicle\":(\\d+),\"imei\":\"(\\d+)\"");

    private final List<Sighting> all = new ArrayList<>();
    private final Map<Integer, Long> imeis = new HashMap<>();

    void message(int opcode, byte[] payload, long atMicros) {
        if (opcode == BINARY && payload[KIND] == CHANGE) {
            binary(ByteBuffer.wrap(payload), atMicros);
        } else if (opcode == TEXT) {
            var beginning = new String(payload, 0, Math.min(PREFIX, payload.length), US_ASCII);
            if (beginning.startsWith("{\"type\":\"dictionary\"")) {
                var entries = ENTRY.matcher(new String(payload, US_ASCII));
                while (entries.find()) {
                    imeis.put(Integer.valueOf(entries.group(1)), Long.valueOf(entries.group(2)));
                }
            } else if (beginning.startsWith("{\"type\":\"change\"")) {
                text(new String(payload, US_ASCII), atMicros);
            }
        }
    }

    private void binary(ByteBuffer frame, long atMicros) {
        int at = frame.get(HEADER_BYTES);
        for (int number = 0; number < frame.getInt(COUNT); number++) {
            var imei = imeis.get(frame.getInt(at) & VEHICLE_MASK);
            if (imei != null) {
                all.add(new Sighting(imei, frame.getInt(at + GPS_TIME) & 0xFFFFFFFFL, atMicros));
            }
            at += frame.getShort(STRIDE);
        }
    }

    private void text(String frame, long atMicros) {
        var states = STATE.matcher(frame);
        while (states.find()) {
            var time = LocalDateTime.parse(states.group(2)).toEpochSecond(ZoneOffset.UTC);
            all.add(new Sighting(Long.parseLong(states.group(1)), time, atMicros));
        }
    }

    List<Sighting> all() {
        return all;
    }
}
