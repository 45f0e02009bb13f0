package io.fleetline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.LocalDate;

/** One fix as the hub writes it, encoded in advance; device, times and position are overwritten digit by digit. */
final class ItemTemplate {
    private static final String ITEM = """
            {"deviceImei":"356307IIIIIIIII","gpsTime":"QQQQQQQQQQ HH:KK:SS","gateTime":"QQQQQQQQQQ HH:KK:SS",\
            "satelliteNum":9,"lng":36.XXXXXX,"lat":-1.YYYYYY,"gpsMode":0,"gpsSpeed":42,"direction":117,"acc":1,\
            "postType":1,"altitude":1687,"distance":48213177}""";
    private static final int SECONDS_A_DAY = 86_400;

    private final byte[] bytes;
    private final int imei;
    private final int gpsTime;
    private final int gateTime;
    private final int hour;
    private final int minute;
    private final int second;
    private final int lng;
    private final int lat;
    private long day = -1;
    private byte[] date = {};

    /** @param form percent-encoded as in a form */
    ItemTemplate(boolean form) {
        var text = encoded(ITEM, form);
        bytes = text.getBytes(US_ASCII);
        imei = text.indexOf("IIIIIIIII");
        gpsTime = text.indexOf("QQQQQQQQQQ");
        gateTime = text.lastIndexOf("QQQQQQQQQQ");
        hour = text.indexOf("HH") - gpsTime;
        minute = text.indexOf("KK") - gpsTime;
        second = text.indexOf("SS") - gpsTime;
        lng = text.indexOf("XXXXXX");
        lat = text.indexOf("YYYYYY");
    }

    static String encoded(String text, boolean form) {
        return form ? URLEncoder.encode(text, UTF_8) : text;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Overwrites the item that begins there. */
    void patch(byte[] request, int at, int vehicle, long epochSecond) {
        digits(request, at + imei, 9, vehicle);
        patchTime(request, at + gpsTime, epochSecond);
        patchTime(request, at + gateTime, epochSecond);
        digits(request, at + lng, 6, (vehicle * 7_919L + epochSecond * 13) % 1_000_000);
        digits(request, at + lat, 6, (vehicle * 104_729L + epochSecond * 11) % 1_000_000);
    }

    private void patchTime(byte[] request, int at, long epochSecond) {
        var today = epochSecond / SECONDS_A_DAY;
        if (today != day) {
            day = today;
            date = LocalDate.ofEpochDay(today).toString().getBytes(US_ASCII);
        }
        System.arraycopy(date, 0, request, at, date.length);
        var ofDay = epochSecond % SECONDS_A_DAY;
        digits(request, at + hour, 2, ofDay / 3_600);
        digits(request, at + minute, 2, ofDay / 60 % 60);
        digits(request, at + second, 2, ofDay % 60);
    }

    private static void digits(byte[] request, int at, int count, long number) {
        var rest = number;
        for (var i = at + count - 1; i >= at; i--) {
            request[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
