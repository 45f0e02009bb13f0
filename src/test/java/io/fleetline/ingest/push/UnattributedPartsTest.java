package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static io.fleetline.ingest.push.PushServer.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a sender does with the parts of a form, of a JSON body or of the query: everything acknowledged is a fact or a dead letter. */
class UnattributedPartsTest {
    private static final String URL_TOKEN = "?token=" + TOKEN;
    private static final String MULTIPART = "multipart/form-data; boundary=xyz";
    private static PushServer server;

    @BeforeAll
    static void start() {
        server = PushServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void empty() {
        server.empty();
    }

    private static String item(int second) {
        return "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"2026-01-14 21:15:%02d\",\"lat\":-1.2921,\"lng\":36.8219}"
                .formatted(second);
    }

    private static String flat(int second) {
        return "deviceImei=860000000000041&gpsTime=2026-01-14+21%%3A15%%3A%02d&lat=-1.2921&lng=36.8219"
                .formatted(second);
    }

    private static String list(int second) {
        return encoded("[" + item(second) + "]");
    }

    private static String part(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value);
    }

    private static String file(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"items.json\"\r\nContent-Type: application/json\r\n\r\n%s\r\n"
                .formatted(name, value);
    }

    /** Each of them holds only readable items. */
    enum Readable {
        TWO_LISTS("", "", "token=" + TOKEN + "&data_list=" + list(1) + "&data_list=" + list(2), 2),
        OTHER_SPELLING("", "", "token=" + TOKEN + "&dataList=" + list(1), 1),
        LOUD_SPELLING("", "", "TOKEN=" + TOKEN + "&DATA_LIST=" + list(1), 1),
        ARRAY_SPELLING("", "", "token=" + TOKEN + "&data_list%5B%5D=" + list(1) + "&data_list[]=" + list(2), 2),
        UNKNOWN_NAME_WITH_ITEMS("", "", "token=" + TOKEN + "&items=" + list(1), 1),
        FLAT_FIELDS("", "", "token=" + TOKEN + "&" + flat(1), 1),
        FLAT_FIELDS_AND_A_TYPE("", "", "msgType=gps&" + flat(1) + "&token=" + TOKEN, 1),
        FLAT_FIELDS_AND_A_LIST("", "", "token=" + TOKEN + "&datta_list=" + list(1) + "&" + flat(2), 2),
        ALL_IN_THE_QUERY(URL_TOKEN + "&data_list=" + list(1), "", "", 1),
        FLAT_IN_THE_QUERY(URL_TOKEN + "&" + flat(1), "", "", 1),
        QUERY_AND_FORM(URL_TOKEN + "&data_list=" + list(1), "", "data_list=" + list(2), 2),
        QUERY_AND_JSON(URL_TOKEN + "&data_list=" + list(1), "", "[" + item(2) + "]", 2),
        JSON_OTHER_SPELLING("", "", "{\"token\":\"" + TOKEN + "\",\"dataList\":[" + item(1) + "]}", 1),
        JSON_TWICE(
                "",
                "",
                "{\"Token\":\"" + TOKEN + "\",\"data_list\":[" + item(1) + "],\"data_list\":" + item(2) + "}",
                2),
        JSON_IN_A_TEXT(URL_TOKEN, "", "\"[" + item(1).replace("\"", "\\\"") + "]\"", 1),
        MARKED_UTF_8(URL_TOKEN, "", "\uFEFF[" + item(1) + "]", 1),
        MULTIPART_FIELDS(
                "", MULTIPART, part("token", TOKEN) + part("data_list", "[" + item(1) + "]") + "--xyz--\r\n", 1),
        MULTIPART_FILE(
                "",
                MULTIPART,
                part("token", TOKEN) + file("upload", "[" + item(1) + "," + item(2) + "]") + "--xyz--\r\n",
                2);

        private final String query;
        private final String type;
        private final String body;
        private final int facts;

        Readable(String query, String type, String body, int facts) {
            this.query = query;
            this.type = type.isEmpty() ? "application/x-www-form-urlencoded" : type;
            this.body = body;
            this.facts = facts;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyItemIsAFact(Readable sent) {
        assertThat(server.post("/pushgps" + sent.query, sent.type, sent.body).statusCode())
                .isEqualTo(200);
        assertThat(server.books("/pushgps", "tracksolid.position_history"))
                .isEqualTo(new PushServer.Books(sent.facts, sent.facts, 0, 0, sent.facts, 0));
    }

    /** @param kept what must be found in the payloads of the dead letters */
    private record Unreadable(String query, String type, String body, int facts, String reason, String kept) {}

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private static final List<Unreadable> UNREADABLE = List.of(
            new Unreadable(
                    "", FORM, "token=" + TOKEN + "&data_list=" + list(1) + "&extra=7", 1, "unknown field", "extra=7"),
            new Unreadable(
                    "",
                    FORM,
                    "token=" + TOKEN + "&data_list=" + list(1) + "&" + flat(2),
                    1,
                    "unknown field",
                    "lat=-1.2921"),
            new Unreadable(
                    "",
                    FORM,
                    "token=" + TOKEN + "&data_iceImei%22%3A%22860000000000042%22%7D%5D&" + flat(1),
                    1,
                    "unknown field",
                    "860000000000042"),
            new Unreadable(URL_TOKEN + "&extra=7", JSON, "[" + item(1) + "]", 1, "unknown field", "extra=7"),
            new Unreadable(
                    "",
                    FORM,
                    "token=" + TOKEN + "&data_list=[{\"driverName\":\"A&B\"}]",
                    0,
                    "unreadable JSON",
                    "{\"driverName\":\"A"),
            new Unreadable(
                    "", FORM, "token=" + TOKEN + "&data_list=[{\"driverName\":\"A&B\"}]", 0, "unknown field", "B\"}]"),
            new Unreadable(URL_TOKEN, FORM, "hello world", 0, "not understood", "hello world"),
            new Unreadable(
                    URL_TOKEN,
                    "text/xml",
                    "<gps lat=\"1\" lng=\"2\"/>",
                    0,
                    "not understood",
                    "<gps lat=\"1\" lng=\"2\"/>"),
            new Unreadable("", FORM, "token=" + TOKEN + "&foo=bar&half", 0, "not understood", "foo=bar&half"),
            new Unreadable(
                    "",
                    JSON,
                    "{\"token\":\"" + TOKEN + "\",\"data_list\":[" + item(1) + "],\"lat\":5}",
                    1,
                    "unknown field",
                    "\"lat\":5"),
            new Unreadable("", JSON, "{\"token\":\"" + TOKEN + "\",\"data_list\":" + "7}", 0, "not an object", "7"),
            new Unreadable(URL_TOKEN, JSON, item(1) + item(2), 1, "unreadable JSON", ":02"),
            new Unreadable(URL_TOKEN, MULTIPART, "--xyz\r\nno headers", 0, "not understood", "no headers"),
            new Unreadable(URL_TOKEN, MULTIPART, "no parts at all", 0, "unreadable multipart", "no parts at all"));

    @Test
    void whatCannotBeAttributedIsADeadLetter() {
        for (var sent : UNREADABLE) {
            server.empty();
            var answer = server.post("/pushgps" + sent.query, sent.type, sent.body);
            assertThat(answer.statusCode()).as(sent.body).isEqualTo(200);
            assertThat(server.count("tracksolid.position_history"))
                    .as(sent.body)
                    .isEqualTo(sent.facts);
            assertThat(payload(sent.reason)).as(sent.body).contains(sent.kept).doesNotContain(TOKEN);
        }
    }

    @Test
    void aGetWithItemsIsAPushAndWithoutThemAProbe() {
        assertThat(get("/pushgps").statusCode()).isEqualTo(200);
        assertThat(get("/pushgps?echo=1").statusCode()).isEqualTo(200);
        assertThat(get("/pushgps?data_list=" + list(1)).statusCode()).isEqualTo(401);
        assertThat(get("/pushgps" + URL_TOKEN + "&data_list=" + list(1)).statusCode())
                .isEqualTo(200);
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(1))
                .isTrue();
        assertThat(server.count("tracksolid.position_history")).isEqualTo(1);
    }

    @Test
    void theTokenOfABareItemIsKeptNowhere() {
        server.post(
                "/pushobd",
                JSON,
                "{\"token\":\"%s\",\"deviceImei\":\"860000000000041\",\"gateTime\":\"2026-01-14 21:15:10\",\"rpm\":900}"
                        .formatted(TOKEN));
        server.post(
                "/pushobd",
                JSON,
                "{\"token\":\"%s\",\"deviceImei\":\"860000000000041\",\"gateTime\":\"soon\"}".formatted(TOKEN));
        server.post("/pushobd", FORM, "half&%s=%s".formatted("tok%65n", TOKEN.replace("-", "%2D")));
        assertThat(server.row("SELECT raw ->> 'rpm', position('%s' in raw::text) FROM tracksolid.obd_readings"
                        .formatted(TOKEN)))
                .isEqualTo("900,0");
        assertThat(
                        server.row(
                                "SELECT count(*), count(*) FILTER (WHERE payload ~* 'hub(-|%%2D)secret') FROM infrastructure.dead_letters"))
                .isEqualTo("2,0");
    }

    private static HttpResponse<String> get(String path) {
        return server.send(server.request(path, "text/plain").GET());
    }

    private static String payload(String reason) {
        return server.jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT coalesce(string_agg(payload, '|'), '') FROM infrastructure.dead_letters WHERE reason = :reason")
                .bind("reason", reason)
                .mapTo(String.class)
                .one());
    }
}
