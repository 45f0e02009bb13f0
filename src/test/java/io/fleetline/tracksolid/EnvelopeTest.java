package io.fleetline.tracksolid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.tracksolid.TracksolidException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':0}",
                "{'code':'0'}",
                "{'code':0.0}",
                "{'code':0,'result':NaN}",
                "\uFEFF{'code':0}",
                "{'code':0}\n"
            })
    void success(String body) {
        assertThat(Json.envelope(body).code()).isZero();
    }

    @Test
    void minusOneIsACode() {
        assertThat(Json.envelope("{'code':-1}").code()).isEqualTo(-1);
        assertThat(Json.envelope("{'code':'-1'}").code()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>",
                "{'code':0,'result':[{'imei':'86",
                "{}",
                "{'code':null}",
                "{'code':'ok'}",
                "{'code':{}}",
                "{'code':1e99}",
                "[]",
                "null",
                "0",
                "{'code':0}{'code':0}",
                "{'code':0}<html>"
            })
    void noEnvelope(String body) {
        assertThat(Envelope.read(Json.CALL, body.replace('\'', '"').getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void nestedTooDeeply() {
        var body = "{\"code\":0,\"result\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(Envelope.read(Json.CALL, body.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':0}",
                "{'code':0,'result':null}",
                "{'code':0,'result':[]}",
                "{'code':0,'result':''}",
                "{'code':0,'result':{}}"
            })
    void nothingIsAnEmptyList(String body) {
        assertThat(Json.envelope(body).resultRows().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'code':0}",
                "{'code':0,'data':null}",
                "{'code':0,'data':[]}",
                "{'code':0,'data':{}}",
                "{'code':0,'data':{'rows':null}}",
                "{'code':0,'data':{'rows':{}}}",
                "{'code':0,'data':{'rows':[],'total':'0'}}"
            })
    void nothingIsAnEmptyPage(String body) {
        assertThat(Json.envelope(body).dataRows("rows", "total").list()).isEmpty();
    }

    @Test
    void aTotalThatCannotBeReadIsUnknown() {
        assertThat(Json.envelope("{'code':0,'data':{'total':'many'}}")
                        .dataRows("rows", "total")
                        .total())
                .isNull();
        assertThat(Json.envelope("{'code':0,'data':{'total':'250'}}")
                        .dataRows("rows", "total")
                        .total())
                .isEqualTo(250);
    }

    @Test
    void whatIsNoListIsUnreadable() {
        unreadable(
                "result is not a list",
                () -> Json.envelope("{'code':0,'result':'sorry'}").resultRows());
        unreadable(
                "data is not an object",
                () -> Json.envelope("{'code':0,'data':[1]}").dataRows("rows", "total"));
        unreadable(
                "data.rows is not a list",
                () -> Json.envelope("{'code':0,'data':{'rows':7}}").dataRows("rows", "total"));
        unreadable(
                "result is not an object",
                () -> Json.envelope("{'code':0,'result':[1]}").resultObject());
    }

    @Test
    void aBareObjectIsAListOfOne() {
        assertThat(Json.envelope("{'code':0,'result':{'a':1}}").resultRows().list())
                .singleElement()
                .asString()
                .isEqualTo("{\"a\":1}");
        assertThat(Json.envelope("{'code':0,'data':{'rows':{'a':1}}}")
                        .dataRows("rows", "total")
                        .list())
                .hasSize(1);
        assertThat(Json.envelope("{'code':0,'result':[{'a':1}]}")
                        .resultObject()
                        .path("a")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'code':0,'result':null}", "{'code':0,'result':[]}", "{'code':0,'result':[null]}"})
    void noObjectIsOneWithoutFields(String body) {
        assertThat(Json.envelope(body).resultObject()).isEmpty();
    }

    private static void unreadable(String reason, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOf(TracksolidException.class)
                .hasMessage("jimi.some.method for account fleetdemo: " + reason)
                .satisfies(e -> assertThat(((TracksolidException) e).kind()).isEqualTo(Kind.UNREADABLE));
    }
}
