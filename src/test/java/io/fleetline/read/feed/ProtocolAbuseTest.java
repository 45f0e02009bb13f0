package io.fleetline.read.feed;

import static io.fleetline.read.feed.BadFrames.code;
import static io.fleetline.read.feed.BadFrames.joined;
import static io.fleetline.read.feed.BadFrames.longForm;
import static io.fleetline.read.feed.BadFrames.negativeLength;
import static io.fleetline.read.feed.BadFrames.tooLongTogether;
import static io.fleetline.read.feed.RawSocket.BINARY;
import static io.fleetline.read.feed.RawSocket.CLOSE;
import static io.fleetline.read.feed.RawSocket.FIRST_TEXT;
import static io.fleetline.read.feed.RawSocket.LAST;
import static io.fleetline.read.feed.RawSocket.MIDDLE;
import static io.fleetline.read.feed.RawSocket.PING;
import static io.fleetline.read.feed.RawSocket.PONG;
import static io.fleetline.read.feed.RawSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that break the rules of RFC 6455: each is told so and closed, the others go on, and nothing of it stays. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ProtocolAbuseTest {
    private static final int ROUNDS = Integer.getInteger("fleetline.abuse.rounds", 300);
    private static final int FLOOD = Integer.getInteger("fleetline.abuse.flood", 20_000);
    private static final String ASKS = "{\"type\":\"ping\"}";

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @Inject
    MeterRegistry registry;

    @TestHTTPResource("/live")
    URI address;

    LiveBed bed;

    @BeforeEach
    void begin() {
        bed = new LiveBed(database, feed);
        awaitNobody();
    }

    /** Whatever a client did, its place is free again. */
    @AfterEach
    void end() {
        awaitNobody();
        bed.close();
    }

    private void awaitNobody() {
        await().until(() -> registry.get("fleetline.live.connections").gauge().value() == 0);
    }

    static Stream<Arguments> abuses() {
        return Stream.of(
                abuse("a frame that is too long", 1009, RawSocket.frame(TEXT, new byte[20_000])),
                abuse("fragments that are too long together", 1009, tooLongTogether()),
                abuse("a continuation of nothing", 1002, RawSocket.frame(LAST, (byte) 'x')),
                abuse("reserved data opcode 3", 1002, RawSocket.frame(0x83)),
                abuse("reserved data opcode 7", 1002, RawSocket.frame(0x87, (byte) 1)),
                abuse("reserved control opcode 11", 1002, RawSocket.frame(0x8b)),
                abuse("reserved control opcode 15", 1002, RawSocket.frame(0x8f)),
                abuse("reserved bit 1", 1002, RawSocket.frame(TEXT | 0x40, (byte) '{')),
                abuse("reserved bit 2", 1002, RawSocket.frame(TEXT | 0x20, (byte) '{')),
                abuse("reserved bit 3", 1002, RawSocket.frame(PING | 0x10)),
                abuse("a ping that is too long", 1002, RawSocket.frame(PING, new byte[126])),
                abuse("a ping in fragments", 1002, RawSocket.frame(PING & 0x7f)),
                abuse("a frame without a mask", 1002, RawSocket.unmasked(TEXT, ASKS.getBytes(UTF_8))),
                abuse("a ping without a mask", 1002, RawSocket.unmasked(PING)),
                abuse("a length in more bytes than it needs", 1002, longForm()),
                abuse("a negative length", 1002, negativeLength()),
                abuse("a byte that is no UTF-8", 1007, RawSocket.frame(TEXT, (byte) '"', (byte) 0xff, (byte) '"')),
                abuse("an overlong character", 1007, RawSocket.frame(TEXT, (byte) 0xc0, (byte) 0xaf)),
                abuse("a surrogate", 1007, RawSocket.frame(TEXT, (byte) 0xed, (byte) 0xa0, (byte) 0x80)),
                abuse("half a character at the end", 1007, RawSocket.frame(TEXT, (byte) 0xc3)),
                abuse(
                        "half a character in a fragment, and no other half",
                        1007,
                        RawSocket.frame(FIRST_TEXT, (byte) 0xc3),
                        RawSocket.frame(LAST, (byte) 'x')),
                abuse("a close frame of one byte", 1002, RawSocket.frame(CLOSE, (byte) 3)),
                abuse("a close reason that is no UTF-8", 1007, RawSocket.frame(CLOSE, code(1000, 0xff))));
    }

    private static Arguments abuse(String what, int code, byte[]... frames) {
        return Arguments.of(what, code, joined(frames));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("abuses")
    void oneThatBreaksARuleIsToldSoAndClosed(String what, int code, byte[] frames) {
        try (var other = RawSocket.greeted(address);
                var abuser = RawSocket.greeted(address)) {
            abuser.write(frames);
            assertThat(abuser.closeCode()).as(what).isEqualTo(code);
            assertGoesOn(other);
        }
    }

    /** Two frames that come together: Vert.x may then close the connection before the code is on its way. */
    @Test
    void aMessageWithinAMessageEndsTheConnection() {
        try (var other = RawSocket.greeted(address);
                var abuser = RawSocket.greeted(address)) {
            abuser.write(joined(RawSocket.frame(FIRST_TEXT, (byte) '{'), RawSocket.frame(TEXT, (byte) '}')));
            assertThat(abuser.closeCode()).isIn(1002, RawSocket.NO_CODE);
            assertGoesOn(other);
        }
    }

    private static void assertGoesOn(RawSocket other) {
        other.send(TEXT, ASKS).nextJson("pong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999})
    void aCloseCodeThatIsNoneIsAFault(int code) {
        try (var abuser = RawSocket.greeted(address)) {
            assertThat(abuser.send(CLOSE, code(code)).closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1011, 3000, 4999})
    void aCloseIsAnsweredWithItsCode(int code) {
        try (var client = RawSocket.greeted(address)) {
            assertThat(client.send(CLOSE, code(code, 'b', 'y', 'e')).closeCode())
                    .isEqualTo(code);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aCloseWithoutACodeIsAnsweredAndWhatFollowsItIsIgnored() {
        try (var client = RawSocket.greeted(address)) {
            client.write(joined(RawSocket.frame(CLOSE), RawSocket.frame(TEXT, ASKS.getBytes(UTF_8))));
            assertThat(client.closeCode()).isIn(1000, 1005);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void aMessageInFragmentsWithPingsBetweenThemIsUnderstood() {
        try (var client = RawSocket.greeted(address)) {
            client.send(FIRST_TEXT, "{\"type\":").send(PING, "a").send(MIDDLE).send(PONG, "b");
            client.send(MIDDLE, "\"pi").send(PING, "c").send(LAST, "ng\"}");
            assertThat(client.next()).returns(PONG, RawSocket.Frame::first).returns("a", RawSocket.Frame::text);
            assertThat(client.next()).returns(PONG, RawSocket.Frame::first).returns("c", RawSocket.Frame::text);
            client.nextJson("pong");
        }
    }

    @Test
    void aCharacterInTwoFragmentsIsOne() {
        try (var client = RawSocket.greeted(address)) {
            client.send(FIRST_TEXT, joined("{\"type\":\"".getBytes(UTF_8), new byte[] {(byte) 0xe2, (byte) 0x82}));
            client.send(LAST, joined(new byte[] {(byte) 0xac}, "\"}".getBytes(UTF_8)));
            assertThat(client.nextJson("error").path("detail").asText()).contains("'€'");
        }
    }

    @Test
    void aBinaryMessageIsAnErrorAndTheConnectionGoesOn() {
        try (var client = RawSocket.greeted(address)) {
            client.send(BINARY, ASKS);
            assertThat(client.nextJson("error").path("culprit").asText()).isEqualTo("message");
            assertGoesOn(client);
        }
    }

    @Test
    void pingsAndPongsInAFloodAreAnsweredAndIgnored() {
        try (var client = RawSocket.greeted(address)) {
            var sender = Thread.ofVirtual().start(() -> {
                for (int number = 0; number < FLOOD; number++) {
                    client.send(PONG, "unasked").send(PING, "x".repeat(125));
                }
                client.send(TEXT, ASKS);
            });
            for (int number = 0; number < FLOOD; number++) {
                assertThat(client.next().first()).isEqualTo(PONG);
            }
            client.nextJson("pong");
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void halfAFrameDelaysNobodyAndACutFreesThePlace() {
        for (int cut = 1; cut < RawSocket.frame(TEXT, ASKS.getBytes(UTF_8)).length; cut++) {
            try (var silent = RawSocket.greeted(address);
                    var other = RawSocket.greeted(address)) {
                silent.write(Arrays.copyOf(RawSocket.frame(TEXT, ASKS.getBytes(UTF_8)), cut));
                assertGoesOn(other);
            }
        }
    }

    @Test
    void bytesAtRandomLeaveNothingBehind() {
        var chance = new Random(20260114);
        var threads = Thread.getAllStackTraces().size();
        for (int round = 0; round < ROUNDS; round++) {
            var bytes = new byte[1 + chance.nextInt(400)];
            chance.nextBytes(bytes);
            try (var abuser = chance.nextBoolean() ? RawSocket.open(address) : RawSocket.greeted(address)) {
                abuser.write(bytes);
            }
        }
        awaitNobody();
        assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 20);
        try (var other = RawSocket.greeted(address)) {
            assertGoesOn(other);
        }
    }
}
