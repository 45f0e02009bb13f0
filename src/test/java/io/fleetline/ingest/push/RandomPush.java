package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static io.fleetline.ingest.push.PushServer.encoded;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * One request of any shape, perhaps damaged. Each of its items has a unique tag ({@code t000123z}) as its IMEI, or as a note if the
 * whole item is kept; letters and digits only, so that no encoding changes them.
 */
record RandomPush(String path, String query, String contentType, String encoding, byte[] body, TreeSet<String> tags) {
    private static final Pattern TAG = Pattern.compile("t\\d{6}z");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    /** The scalars of an item by its path; those with %s keep the whole item. */
    private static final List<List<String>> KINDS = List.of(
            List.of("/pushgps", "'gpsTime':'2026-01-14 21:15:09','lat':-1.2921,'lng':36.8219,'gpsSpeed':42"),
            List.of("/pushhb", "'gateTime':'2026-01-14 21:15:10','powerLevel':6,'acc':1"),
            List.of("/pushevent", "'gateTime':'2026-01-14 21:15:10','type':'LOGIN'"),
            List.of("/pushalarm", "'alertType':'9','alarmTime':'2026-01-14 21:15:09','note':'%s'"),
            List.of("/pushobd", "'gateTime':'2026-01-14 21:15:10','rpm':900,'note':'%s'"),
            List.of("/pushoil", "'gateTime':'2026-01-14 21:15:10','oil':'40l','note':'%s'"),
            List.of("/pushtem", "'gateTime':'2026-01-14 21:15:10','temperature':4,'note':'%s'"),
            List.of("/pushlbs", "'gateTime':'2026-01-14 21:15:10','lbsJson':'{}','note':'%s'"),
            List.of("/pushfaultinfo", "'gateTime':'2026-01-14 21:15:10','code':0420,'note':'%s'"),
            List.of("/push", "'alarmType':'2','alarmTime':'2026-01-14 21:15:09','note':'%s'"));

    /** Makes them with unique tags, except for some items with different content for the same second. */
    static final class Maker {
        private final Random random;
        private int tags;

        Maker(Random random) {
            this.random = random;
        }

        private String tag() {
            return "t%06dz".formatted(tags++);
        }

        RandomPush next() {
            var kind = KINDS.get(random.nextInt(KINDS.size()));
            var path = kind.getFirst();
            var list = path.equals("/push") ? "data" : "data_list";
            return shaped(path, list, items(kind.get(1)), items(kind.get(1)));
        }

        private List<String> items(String scalars) {
            var items = new ArrayList<String>();
            var imei = tag();
            for (var left = 1 + random.nextInt(3); left > 0; left--) {
                var device = isOfOneDevice(scalars) ? imei : tag();
                items.add("{'deviceImei':'%s',%s}"
                        .formatted(device, scalars.replace("%s", tag()))
                        .replace('\'', '"'));
            }
            return items;
        }

        /** Sometimes several of one device and one second, if the whole item is kept. */
        private boolean isOfOneDevice(String scalars) {
            return scalars.contains("%s") && random.nextBoolean();
        }

        private RandomPush shaped(String path, String list, List<String> some, List<String> more) {
            var array = some.toString();
            var other = more.toString();
            var form = "token=" + TOKEN + "&" + list + "=" + encoded(array);
            var json = "{\"token\":\"" + TOKEN + "\",\"" + list + "\":" + array + "}";
            var url = "?token=" + TOKEN;
            return switch (random.nextInt(20)) {
                case 0, 1 -> sent(path, "", FORM, form);
                case 2 -> sent(path, "", FORM, form + "&" + list + "=" + encoded(other));
                case 3 -> sent(path, "", FORM, "dataList=" + encoded(array) + "&token=" + TOKEN);
                case 4 -> sent(path, "", FORM, form + "&extra=" + encoded(other));
                case 5 -> sent(path, "", FORM, "token=" + TOKEN + "&" + flat(some.getFirst()));
                case 6 -> sent(path, "", FORM, form + "&" + flat(more.getFirst()));
                case 7 -> sent(path, url + "&" + list + "=" + encoded(array), FORM, "");
                case 8 -> sent(path, url + "&" + list + "=" + encoded(array), JSON, other);
                case 9 -> sent(path, url + "&extra=" + encoded(array), FORM, list + "=" + encoded(other));
                case 10, 11 -> sent(path, "", JSON, json);
                case 12 ->
                    sent(
                            path,
                            "",
                            JSON,
                            "{\"" + list + "\":" + array + ",\"dataList\":" + other + ",\"token\":\"" + TOKEN + "\"}");
                case 13 ->
                    sent(
                            path,
                            "",
                            JSON,
                            "{\"more\":" + other + ",\"" + list + "\":" + array + ",\"token\":\"" + TOKEN + "\"}");
                case 14 -> sent(path, url, JSON, array);
                case 15 -> sent(path, url, JSON, some.getFirst() + more.getFirst());
                case 16 -> sent(path, url, JSON, "[" + array + "," + other + "]");
                case 17 -> sent(path, url, "text/plain", "\"" + array.replace("\"", "\\\"") + "\"");
                case 18 ->
                    sent(
                            path,
                            url,
                            "multipart/form-data; boundary=xyz",
                            part("a", other) + part(list, array) + "--xyz--\r\n");
                default -> sent(path, url, "text/plain", "<items>" + array + "</items>");
            };
        }

        private static String flat(String item) {
            return item.substring(1, item.length() - 1)
                    .replaceAll("\"(\\w+)\":\"?([^\",]*)\"?,?", "$1=$2&")
                    .replace(' ', '+');
        }

        private static String part(String name, String value) {
            return "--xyz\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value);
        }

        private RandomPush sent(String path, String query, String type, String text) {
            var wide = type.equals(JSON) && random.nextInt(6) == 0;
            var charset = wide ? StandardCharsets.UTF_16LE : random.nextInt(4) == 0 ? Charset.forName("GBK") : UTF_8;
            var bytes = damaged(text.getBytes(charset));
            var readable = query + "\n" + new String(type.equals(FORM) ? unescaped(bytes) : bytes, charset);
            var tags = new TreeSet<>(
                    TAG.matcher(readable).results().map(found -> found.group()).toList());
            var gzip = random.nextInt(8) == 0;
            var declared = type.contains("multipart") ? type : type + "; charset=" + charset.name();
            return new RandomPush(path, query, declared, gzip ? "GZIP" : "", gzip ? gzip(bytes) : bytes, tags);
        }

        /** The bytes behind the percent escapes: in GBK a damaged one may swallow the letter after it. */
        private static byte[] unescaped(byte[] form) {
            var bytes = Pattern.compile("%([0-9A-Fa-f]{2})")
                    .matcher(new String(form, StandardCharsets.ISO_8859_1))
                    .replaceAll(escape ->
                            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
            return bytes.getBytes(StandardCharsets.ISO_8859_1);
        }

        /** Half of them: a byte changed, a piece removed or doubled, the end cut off. */
        private byte[] damaged(byte[] body) {
            if (body.length == 0 || random.nextBoolean()) {
                return body;
            }
            var at = random.nextInt(body.length);
            var end = Math.min(body.length, at + random.nextInt(20));
            return switch (random.nextInt(4)) {
                case 0 -> joined(Arrays.copyOf(body, at), new byte[] {(byte) random.nextInt(256)}, rest(body, at + 1));
                case 1 -> Arrays.copyOf(body, at);
                case 2 -> joined(Arrays.copyOf(body, at), rest(body, end));
                default -> joined(Arrays.copyOf(body, end), rest(body, at));
            };
        }

        private static byte[] rest(byte[] body, int from) {
            return Arrays.copyOfRange(body, Math.min(from, body.length), body.length);
        }

        private static byte[] joined(byte[]... pieces) {
            var all = new ByteArrayOutputStream();
            for (var piece : pieces) {
                all.writeBytes(piece);
            }
            return all.toByteArray();
        }

        private static byte[] gzip(byte[] body) {
            var bytes = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(bytes)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    static List<String> tagsIn(String text) {
        return TAG.matcher(text).results().map(found -> found.group()).toList();
    }

    @Override
    public String toString() {
        return "%s%s %s %s: %s"
                .formatted(path, query, contentType, encoding, new String(body, StandardCharsets.ISO_8859_1));
    }
}
