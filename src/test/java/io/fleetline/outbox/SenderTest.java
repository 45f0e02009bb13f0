package io.fleetline.outbox;

import static io.fleetline.outbox.ScriptedReceiver.hang;
import static io.fleetline.outbox.ScriptedReceiver.raw;
import static io.fleetline.outbox.ScriptedReceiver.reset;
import static io.fleetline.outbox.ScriptedReceiver.status;
import static io.fleetline.outbox.ScriptedReceiver.stop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestCertificate;
import io.fleetline.outbox.receiver.AddressLookup;
import io.fleetline.outbox.receiver.AddressRange;
import io.fleetline.outbox.receiver.PinnedHttp;
import io.fleetline.outbox.receiver.TargetRules;
import io.fleetline.outbox.signature.WebhookSecret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt, against receivers of every kind. */
class SenderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final PinnedHttp HTTP = new PinnedHttp(VERTX, null);
    private static final TargetRules LOOPBACK = new TargetRules(List.of(AddressRange.parse("127.0.0.0/8")));
    private static final TargetRules STRICT = new TargetRules(List.of());
    private static final WebhookSecret SECRET = WebhookSecret.random();
    private static final Message MESSAGE = Message.first("evt_1", "{\"place\":\"Marché\"}");

    private ScriptedReceiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = ScriptedReceiver.plain();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @AfterAll
    static void closeAll() {
        HTTP.close();
        VERTX.close();
    }

    private static Sender sender(
            TargetRules rules, PinnedHttp http, Duration deadline, AddressLookup.Resolver resolver) {
        return new Sender(new AddressLookup(resolver), rules, http, InstantSource.system(), deadline);
    }

    private static Sender sender(TargetRules rules) {
        return sender(rules, HTTP, Sender.DEADLINE, InetAddress::getAllByName);
    }

    private static Webhook to(String url) {
        var keys = List.of(new Webhook.Key(SECRET, null));
        return new Webhook(UUID.randomUUID(), url, Set.of(EventKind.ALARM), null, null, null, 1, 100, keys);
    }

    private SendAttempt send() throws InterruptedException {
        return sender(LOOPBACK).send(to(receiver.url()), MESSAGE);
    }

    @Test
    void theReferenceLibraryAcceptsWhatArrives() throws Exception {
        var attempt = send();
        assertThat(attempt.reception()).isEqualTo(Reception.TAKEN);
        assertThat(attempt.status()).isEqualTo(204);
        var arrived = receiver.received().getFirst();
        assertThat(arrived.line()).isEqualTo("POST /hook?a=b HTTP/1.1");
        assertThat(arrived.header("content-type")).isEqualTo("application/cloudevents+json");
        assertThat(arrived.header("host")).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(arrived.header("webhook-id")).isEqualTo("evt_1");
        assertThat(arrived.body()).isEqualTo(MESSAGE.body());
        new com.standardwebhooks.Webhook(SECRET.text()).verify(arrived.body(), arrived.headers());
    }

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "202, TAKEN",
        "400, FAILED",
        "404, FAILED",
        "410, GONE",
        "429, OVERLOADED",
        "500, FAILED",
        "503, OVERLOADED"
    })
    void theStatusIsJudged(int status, Reception reception) throws InterruptedException {
        receiver.then(status(status));
        var attempt = send();
        assertThat(attempt.reception()).isEqualTo(reception);
        assertThat(attempt.status()).isEqualTo(status);
    }

    @Test
    void theReceiverSaysHowLongItWantsToBeLeftAlone() throws InterruptedException {
        receiver.then(status(429, "Retry-After: 90")).then(status(503));
        assertThat(send().asked()).isEqualTo(Duration.ofSeconds(90));
        assertThat(send().asked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectionIsNotFollowed(int status) throws Exception {
        try (var other = ScriptedReceiver.plain()) {
            receiver.then(status(status, "Location: " + other.url()));
            var attempt = send();
            assertThat(attempt.reception()).isEqualTo(Reception.FAILED);
            assertThat(attempt.detail()).contains("redirect");
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void aReceiverThatNeverAnswersOrNeverEndsItsAnswerIsLeft() throws InterruptedException {
        var impatient = sender(LOOPBACK, HTTP, Duration.ofSeconds(1), InetAddress::getAllByName);
        for (var behaviour : List.of(hang(), stop(200))) {
            receiver.then(behaviour);
            var attempt = impatient.send(to(receiver.url()), MESSAGE);
            assertThat(attempt.reception()).isEqualTo(Reception.FAILED);
            assertThat(attempt.status()).isNull();
            assertThat(attempt.detail()).isEqualTo("no complete answer in time");
        }
    }

    @Test
    void aNameServerThatNeverAnswersIsLeft() throws InterruptedException {
        var never = sender(LOOPBACK, HTTP, Duration.ofMillis(100), _ -> {
            while (true) {
                LockSupport.park();
            }
        });
        assertThat(never.send(to("http://receiver.example:8080/"), MESSAGE).detail())
                .contains("cannot be resolved");
    }

    @Test
    void aBrokenConnectionIsAFailure() throws InterruptedException {
        for (var behaviour : List.of(reset(), raw(""), raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"), raw("HTTP/1.1 2"))) {
            receiver.always(behaviour);
            var attempt = send();
            assertThat(attempt.reception()).isEqualTo(Reception.FAILED);
            assertThat(attempt.detail()).isNotBlank().doesNotContain("SSH");
        }
        receiver.close();
        assertThat(send().detail()).isEqualTo("the host refused the connection");
    }

    @Test
    void aConnectionThatIsClosedWithoutAnAnswerIsMadeOnceMore() throws InterruptedException {
        receiver.then(raw(""));
        assertThat(send().reception()).isEqualTo(Reception.TAKEN);
        assertThat(receiver.ids()).containsExactly("evt_1", "evt_1");
    }

    @Test
    void ofAHugeAnswerLittleIsRead() throws InterruptedException {
        var refused = new AtomicBoolean();
        var enormous = 1L << 40;
        receiver.then(client -> {
            raw("HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n".formatted(enormous))
                    .answer(client);
            var part = new byte[1 << 16];
            try {
                while (true) {
                    client.getOutputStream().write(part);
                }
            } catch (IOException e) {
                refused.set(true);
            }
        });
        assertThat(send().reception()).isEqualTo(Reception.TAKEN);
        await().untilTrue(refused);
    }

    @Test
    void theAddressIsLookedUpOnceAndConnectedTo() throws InterruptedException {
        var asked = new ArrayList<String>();
        // A name server that gives another address at the second question.
        AddressLookup.Resolver rebinding = host -> {
            asked.add(host);
            return new InetAddress[] {InetAddress.getByName(asked.size() == 1 ? "127.0.0.1" : "127.0.0.99")};
        };
        var attempt = sender(LOOPBACK, HTTP, Sender.DEADLINE, rebinding)
                .send(to("http://receiver.example:%d/".formatted(receiver.port())), MESSAGE);
        assertThat(attempt.reception()).isEqualTo(Reception.TAKEN);
        assertThat(asked).containsExactly("receiver.example");
        assertThat(receiver.received().getFirst().header("host")).isEqualTo("receiver.example:" + receiver.port());
    }

    @Test
    void aNameThatLeadsInsideIsRefusedWithoutAConnection() throws InterruptedException {
        AddressLookup.Resolver inside = _ -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        var attempt = sender(STRICT, HTTP, Sender.DEADLINE, inside)
                .send(to("https://receiver.example:%d/".formatted(receiver.port())), MESSAGE);
        assertThat(attempt.reception()).isEqualTo(Reception.FAILED);
        assertThat(attempt.detail()).contains("not public").doesNotContain("127.0.0.1");
        assertThat(receiver.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:%d/",
                "https://localhost:%d/",
                "https://2130706433:%d/",
                "https://0x7f000001:%d/",
                "https://0177.0.0.1:%d/",
                "https://127.1:%d/",
                "https://[::1]:%d/",
                "https://[::ffff:127.0.0.1]:%d/",
                "https://[::ffff:7f00:1]:%d/",
                "https://[64:ff9b::127.0.0.1]:%d/",
                "https://[2002:7f00:1::]:%d/",
                "https://user@127.0.0.1:%d/",
                "http://127.0.0.1:%d/",
                "https://0.0.0.0:%d/",
                "https://169.254.169.254:%d/latest/meta-data/"
            })
    void noWayToWriteItLeadsInside(String url) throws InterruptedException {
        var attempt = sender(STRICT).send(to(url.formatted(receiver.port())), MESSAGE);
        assertThat(attempt.reception()).isEqualTo(Reception.FAILED);
        assertThat(attempt.detail()).startsWith("the URL ");
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void theCertificateMustBeTrustedAndOfTheHost(@TempDir Path folder) throws Exception {
        var certificate = TestCertificate.of("receiver.example");
        var file = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
        AddressLookup.Resolver here = _ -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
        var trusting = new PinnedHttp(VERTX, file.toString());
        try (var server = ScriptedReceiver.tls(certificate.server())) {
            var own = to("https://receiver.example:%d/".formatted(server.port()));
            var others = to("https://other.example:%d/".formatted(server.port()));
            assertThat(sender(LOOPBACK, trusting, Sender.DEADLINE, here)
                            .send(own, MESSAGE)
                            .reception())
                    .isEqualTo(Reception.TAKEN);
            for (var refused : List.of(
                    sender(LOOPBACK, trusting, Sender.DEADLINE, here).send(others, MESSAGE),
                    sender(LOOPBACK, HTTP, Sender.DEADLINE, here).send(own, MESSAGE))) {
                assertThat(refused.reception()).isEqualTo(Reception.FAILED);
                assertThat(refused.detail()).contains("TLS");
            }
            assertThat(server.received()).hasSize(1);
        } finally {
            trusting.close();
        }
    }
}
