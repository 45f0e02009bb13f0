package io.fleetline.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** A complete HTTP request of fixed length, except for its fixes. One connection reuses it. */
final class RequestTemplate {
    private final ItemTemplate item;
    private final byte[] request;
    private final int firstItem;
    private final int itemStep;
    private final int items;

    RequestTemplate(Load load) {
        var form = !load.json();
        item = new ItemTemplate(form);
        items = load.itemsPerRequest();
        var separator = ItemTemplate.encoded(",", form).getBytes(US_ASCII);
        itemStep = item.bytes().length + separator.length;
        var before = form
                ? "token=" + ItemTemplate.encoded(load.token(), true) + "&data_list=" + ItemTemplate.encoded("[", true)
                : "{\"token\":\"" + load.token() + "\",\"data_list\":[";
        var after = form ? ItemTemplate.encoded("]", true) : "]}";
        var length = before.length() + items * itemStep - separator.length + after.length();
        var head = head(load, form, length);
        firstItem = head.length() + before.length();
        request = assembled(head + before, separator, after);
    }

    private static String head(Load load, boolean form, int length) {
        return "POST /pushgps HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(
                        load.target().getHostString(),
                        form ? "application/x-www-form-urlencoded" : "application/json",
                        length);
    }

    private byte[] assembled(String before, byte[] separator, String after) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(before.getBytes(US_ASCII));
        for (var i = 0; i < items; i++) {
            out.writeBytes(i == 0 ? new byte[0] : separator);
            out.writeBytes(item.bytes());
        }
        out.writeBytes(after.getBytes(US_ASCII));
        return out.toByteArray();
    }

    /** The bytes that {@link #fill} writes over. */
    byte[] bytes() {
        return request;
    }

    void fill(FixStream fixes, FixListener listener) {
        for (var i = 0; i < items; i++) {
            fixes.advance();
            item.patch(request, firstItem + i * itemStep, fixes.vehicle(), fixes.epochSecond());
            listener.sent(fixes.vehicle(), fixes.epochSecond());
        }
    }
}
