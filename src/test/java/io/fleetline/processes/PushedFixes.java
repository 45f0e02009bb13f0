package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An endless sequence of requests of {@code /pushgps}, 50 to 200 items each, form and JSON in turn. Every item has a number that
 * determines the rest; a thousand vehicles report in turn, second by second, and every two hundredth item comes from a lost clock.
 */
final class PushedFixes {
    static final String TOKEN = "crash-test-secret";
    /** Numbers per request: it uses the first of them. */
    static final int MOST_ITEMS = 200;

    static final int VEHICLES = 1_000;
    static final long FIRST_IMEI = 860_000_000_000_000L;

    private static final DateTimeFormatter WIRE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));

    static int itemsOf(int request) {
        return 50 + request * 37 % (MOST_ITEMS - 49);
    }

    static IntStream numbersOf(int request) {
        return IntStream.range(request * MOST_ITEMS, request * MOST_ITEMS + itemsOf(request));
    }

    static boolean hasLostItsClock(int number) {
        return number % MOST_ITEMS == 41;
    }

    static double latOf(int number) {
        return -(1_000_000 + number % 500_000) / 1e6;
    }

    int numberOf(String imei, Instant time) {
        return Math.toIntExact(
                Duration.between(start, time).toSeconds() * VEHICLES + Long.parseLong(imei) - FIRST_IMEI);
    }

    String item(int number) {
        var time = hasLostItsClock(number)
                ? "2019-04-06 00:00:00"
                : WIRE_TIME.format(start.plusSeconds(number / VEHICLES));
        return """
                {"deviceImei":"%d","gpsTime":"%s","lat":%.6f,"lng":"36.817","gpsSpeed":"42","direction":90,"acc":"1","seq":%d}""".formatted(FIRST_IMEI + number % VEHICLES, time, latOf(number), number);
    }

    String body(int request) {
        var list = numbersOf(request).mapToObj(this::item).collect(Collectors.joining(",", "[", "]"));
        return request % 2 == 0
                ? "{\"token\":\"%s\",\"data_list\":%s}".formatted(TOKEN, list)
                : "token=" + TOKEN + "&data_list=" + URLEncoder.encode(list, UTF_8);
    }
}
