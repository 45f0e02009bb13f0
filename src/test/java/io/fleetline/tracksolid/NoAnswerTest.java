package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class NoAnswerTest {
    @Test
    void noClassOfJavaIsNamed() {
        Stream.of(
                        new ConnectException("Connection refused: localhost/127.0.0.1:1"),
                        new ConnectException("connection timed out after 10 ms: localhost/127.0.0.1:1"),
                        new UnknownHostException("nowhere.invalid"),
                        new SSLHandshakeException("PKIX path building failed"),
                        new IOException("Connection reset by peer"),
                        new IllegalStateException("Client is closed"),
                        new TimeoutException(),
                        new CompletionException(new ConnectException("refused")))
                .forEach(failure -> assertThat(NoAnswer.reason(failure, 5000))
                        .startsWith("no answer")
                        .doesNotContain("Exception", "java", "netty", "127.0.0.1", "null"));
        assertThat(NoAnswer.reason(new CompletionException(new ConnectException("refused")), 1))
                .isEqualTo("no answer: the host refused the connection");
        assertThat(NoAnswer.reason(new IOException("Connection reset by peer"), 1))
                .isEqualTo("no answer: the connection was lost");
        assertThat(NoAnswer.reason(new TimeoutException(), 250)).isEqualTo("no answer within 250 ms");
    }

    @Test
    void whatIsNoFaultOfTheNetworkIsNotToldAsOne() {
        assertThat(NoAnswer.reason(new IllegalStateException("already set"), 1))
                .isEqualTo("no answer: the call failed inside Fleetline; the log says where");
        assertThat(NoAnswer.reason(new HttpClosedException("Connection was closed"), 1))
                .isEqualTo("no answer: the connection was lost");
    }
}
