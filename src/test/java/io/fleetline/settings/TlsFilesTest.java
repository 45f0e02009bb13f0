package io.fleetline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static final TestCertificate GOOD = TestCertificate.make("EC", 0, 2);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aCertificateWithItsKey(String algorithm) throws IOException {
        var good = TestCertificate.make(algorithm, 0, 2);
        files(good.certificatePem(), good.keyPem()).check(InstantSource.system());
    }

    @Test
    void theFirstCertificateOfAChainCounts() throws IOException {
        var other = TestCertificate.make("EC", 0, 2);
        files(GOOD.certificatePem() + other.certificatePem(), GOOD.keyPem()).check(InstantSource.system());
        refused(
                files(other.certificatePem() + GOOD.certificatePem(), GOOD.keyPem()),
                "TLS_KEY_FILE names ",
                "not the key");
    }

    @Test
    void aKeyOfAnotherCertificate() throws IOException {
        var sameKind = TestCertificate.make("EC", 0, 2);
        var anotherKind = TestCertificate.make("RSA", 0, 2);
        refused(
                files(GOOD.certificatePem(), sameKind.keyPem()),
                "TLS_KEY_FILE names ",
                "is not the key of the certificate");
        refused(files(GOOD.certificatePem(), anotherKind.keyPem()), "TLS_KEY_FILE names ", "of the certificate's kind");
    }

    @Test
    void aCertificateOfAnotherTime() throws IOException {
        var expired = TestCertificate.make("EC", -10, 9);
        var early = TestCertificate.make("EC", 1, 9);
        refused(
                files(expired.certificatePem(), expired.keyPem()),
                "TLS_CERTIFICATE_FILE names ",
                "which expired on " + expired.certificate().getNotAfter().toInstant());
        refused(files(early.certificatePem(), early.keyPem()), "TLS_CERTIFICATE_FILE names ", "not valid before");
    }

    @Test
    void filesThatHoldSomethingElse() throws IOException {
        refused(files("geheim", GOOD.keyPem()), "TLS_CERTIFICATE_FILE names ", "no certificate in PEM");
        refused(files("", GOOD.keyPem()), "TLS_CERTIFICATE_FILE names ", "no certificate");
        refused(files(GOOD.certificatePem(), "geheim"), "TLS_KEY_FILE names ", "openssl pkcs8 -topk8 -nocrypt");
        refused(
                files(GOOD.certificatePem(), GOOD.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY")),
                "TLS_KEY_FILE names ",
                "PKCS #8");
    }

    @Test
    void filesThatAreNotThere() throws IOException {
        var good = files(GOOD.certificatePem(), GOOD.keyPem());
        refused(
                new TlsFiles("/nowhere/cert", good.key()),
                "TLS_CERTIFICATE_FILE names /nowhere/cert",
                "cannot be read");
        refused(new TlsFiles(good.certificates(), "/nowhere/key"), "TLS_KEY_FILE names /nowhere/key", "cannot be read");
    }

    @Test
    void oneWithoutTheOtherIsRefused() {
        assertThatThrownBy(() -> new Settings(Map.of("TLS_KEY_FILE", "key")::get).tls())
                .hasMessageStartingWith("TLS_CERTIFICATE_FILE is not set");
        assertThatThrownBy(() -> new Settings(Map.of("TLS_CERTIFICATE_FILE", "cert")::get).tls())
                .hasMessageStartingWith("TLS_KEY_FILE is not set");
        assertThat(new Settings(_ -> null).tls()).isEmpty();
    }

    private TlsFiles files(String certificates, String key) throws IOException {
        return new TlsFiles(
                Files.writeString(folder.resolve("cert.pem"), certificates).toString(),
                Files.writeString(folder.resolve("key.pem"), key).toString());
    }

    private static void refused(TlsFiles files, String start, String said) {
        assertThatThrownBy(() -> files.check(InstantSource.system()))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("geheim");
    }
}
