package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.wire.Position;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.UnusableException;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    @Test
    void theFirstNameThatHasAValueWins() {
        var row = Json.row("{'a':null,'b':'','c':' ','d':'x','e':'y'}");

        assertThat(row.text("z", "a", "b", "c", "d", "e")).isEqualTo("x");
        assertThat(row.text("z", "a", "b", "c")).isNull();
        assertThat(row.number(Quantity.SPEED_KMH, "a", "b")).isNull();
        assertThat(row.flag("a")).isNull();
        assertThat(row.instant("a")).isNull();
    }

    @Test
    void textsAreTrimmedAndFreeOfNul() {
        var row = Json.row(
                "{'name':' Van\\u0000 7\\u0000 ','nothing':'\\u0000','number':860000000000017,'float':860000000000017.0}");

        assertThat(row.text("name")).isEqualTo("Van 7");
        assertThat(row.text("nothing")).isNull();
        assertThat(row.imei("number")).isEqualTo("860000000000017");
        assertThat(row.imei("float")).isEqualTo("860000000000017");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'37', 37",
                "'37.5', 37.5",
                "37.5, 37.5",
                "37, 37",
                "'+37', 37",
                "'.5', 0.5",
                "'37.', 37",
                "'1e2', 100",
                "1e2, 100",
                "'37km/h', 37",
                "'37 KM/H', 37",
                "0, 0"
            })
    void numbers(String value, double expected) {
        assertThat(Json.row("{'speed':%s}".formatted(value)).number(Quantity.SPEED_KMH, "speed"))
                .isEqualTo(expected);
    }

    @Test
    void aUnitBehindTheNumber() {
        var row = Json.row("{'trackerOil':'0.00L','speed':'5mph'}");

        assertThat(row.number(Quantity.FUEL_L, "trackerOil")).isZero();
        refused("speed is not a number", () -> row.number(Quantity.SPEED_KMH, "speed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity",
                "1e999",
                "-Infinity",
                "'NaN'",
                "'Infinity'",
                "'fast'",
                "'0x1F'",
                "'12d'",
                "'1,5'",
                "'1.2.3'",
                "true",
                "'٣'"
            })
    void whatIsNoNumber(String value) {
        refused(
                "speed is not a number",
                () -> Json.row("{'speed':%s}".formatted(value)).number(Quantity.SPEED_KMH, "speed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "2000.1", "'1e999'", "'-0.5'"})
    void outOfRange(String value) {
        refused(
                "speed out of range",
                () -> Json.row("{'speed':%s}".formatted(value)).number(Quantity.SPEED_KMH, "speed"));
    }

    @Test
    void aHugeNumberIsReadInNoTime() {
        var digits = "9".repeat(1_000_000);

        refused(
                "speed is not a number",
                () -> Json.row("{'speed':'%s'}".formatted(digits)).number(Quantity.SPEED_KMH, "speed"));
    }

    @Test
    void minusOneIsUnknownWhereNothingIsNegative() {
        var row = Json.row("{'direction':'-1','speed':-1.0,'altitude':'-1'}");

        assertThat(row.number(Quantity.DIRECTION_DEG, "direction")).isNull();
        assertThat(row.number(Quantity.SPEED_KMH, "speed")).isNull();
        assertThat(row.number(Quantity.ALTITUDE_M, "altitude")).isEqualTo(-1);
    }

    @Test
    void wholeNumbers() {
        var row = Json.row("{'gpsNum':'13.0','durSecond':'5400'}");

        assertThat(row.integer(Quantity.SATELLITES, "gpsNum")).isEqualTo(13);
        assertThat(row.seconds("durSecond")).isEqualTo(5_400);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "'1', true",
                "1, true",
                "ON, true",
                "on, true",
                "true, true",
                "0, false",
                "OFF, false",
                "False, false",
                "2, null",
                "maybe, null"
            })
    void flags(String value, Boolean expected) {
        assertThat(Json.row("{'acc':'%s'}".formatted(value)).flag("acc")).isEqualTo(expected);
    }

    @Test
    void bareFlags() {
        var row = Json.row("{'a':1,'b':0,'c':true,'d':false}");

        assertThat(row.flag("a")).isTrue();
        assertThat(row.flag("b")).isFalse();
        assertThat(row.flag("c")).isTrue();
        assertThat(row.flag("d")).isFalse();
    }

    @Test
    void times() {
        var row = Json.row("{'text':'2026-01-15 8:29:38','seconds':1768465778,'millis':'1768465778000','bad':'soon'}");
        var expected = Instant.parse("2026-01-15T08:29:38Z");

        assertThat(row.instant("text")).isEqualTo(expected);
        assertThat(row.instant("seconds")).isEqualTo(expected);
        assertThat(row.instant("millis")).isEqualTo(expected);
        refused("bad is not a time", () -> row.instant("bad"));
        refused("no gpsTime", () -> row.requiredInstant("gpsTime"));
    }

    @Test
    void positions() {
        assertThat(Json.row("{'lat':'0','lng':'36.8'}").position("lat", "lng")).isEqualTo(new Position(0, 36.8));
        assertThat(Json.row("{'lat':'0.0','lng':0}").position("lat", "lng")).isNull();
        assertThat(Json.row("{'lat':48.1}").position("lat", "lng")).isNull();
        assertThat(Json.row("{'lat':-1,'lng':-1}").position("lat", "lng")).isEqualTo(new Position(-1, -1));
        refused(
                "coordinates out of range",
                () -> Json.row("{'lat':91,'lng':11}").position("lat", "lng"));
        refused("lat is not a number", () -> Json.row("{'lat':NaN,'lng':11}").position("lat", "lng"));
    }

    @Test
    void imeis() {
        refused("no imei", () -> Json.row("{}").imei("imei"));
        refused("unusable IMEI", () -> Json.row("{'imei':'86 17'}").imei("imei"));
        refused("imei is not a plain value", () -> Json.row("{'imei':{}}").imei("imei"));
    }

    @Test
    void anythingButAnObjectIsNoRow() {
        for (var item : new String[] {"null", "5", "'text'", "[]", "true"}) {
            refused("not an object", () -> Json.row(item));
        }
    }

    @Test
    void itsTextIsJsonThatPostgresTakes() {
        var row = Json.row("{'a\\u0000':'x\\u0000\\u0000y','b':'\\\\u0000','c':NaN,'d':1.50}");

        assertThat(row.json()).isEqualTo("{'a':'xy','b':'\\\\u0000','c':'NaN','d':1.5}".replace('\'', '"'));
    }

    private static void refused(String reason, ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(UnusableException.class).hasMessage(reason);
    }
}
