package io.fleetline;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for 127.0.0.1, made by the JDK's keytool, and its key. */
public final class TestCertificate {
    private static final String NAME = "web";
    private final KeyStore store;
    private final char[] password;

    private TestCertificate(KeyStore store, char[] password) {
        this.store = store;
        this.password = password;
    }

    /**
     * @param keyAlgorithm such as EC, RSA, Ed25519
     * @param startsIn days from now
     * @param days its validity in days
     */
    public static TestCertificate make(String keyAlgorithm, int startsIn, int days) {
        return make(keyAlgorithm, startsIn, days, "ip:127.0.0.1");
    }

    /** One that is valid now, for another host than 127.0.0.1. */
    public static TestCertificate of(String host) {
        return make("EC", -1, 2, "dns:" + host);
    }

    private static TestCertificate make(String keyAlgorithm, int startsIn, int days, String name) {
        var password = UUID.randomUUID().toString();
        try {
            var folder = Files.createTempDirectory("fleetline-certificate");
            var file = folder.resolve("store.p12");
            keytool(file, password, keyAlgorithm, startsIn, days, name);
            var store = KeyStore.getInstance(file.toFile(), password.toCharArray());
            Files.delete(file);
            Files.delete(folder);
            return new TestCertificate(store, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String password, String keyAlgorithm, int startsIn, int days, String name)
            throws IOException, InterruptedException {
        var command = "%s/bin/keytool -genkeypair -alias %s -keyalg %s -startdate %+dd -validity %d -dname CN=localhost"
                + " -ext SAN=%s -storetype PKCS12 -keystore %s -storepass %s";
        var process = new ProcessBuilder(List.of(command.formatted(
                                System.getProperty("java.home"),
                                NAME,
                                keyAlgorithm,
                                startsIn,
                                days,
                                name,
                                file,
                                password)
                        .split(" ")))
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) store.getCertificate(NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String keyPem() {
        try {
            Key key = store.getKey(NAME, password);
            return pem("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] contents) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(contents);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
    }

    /** Of a server with this certificate. */
    public SSLContext server() {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts this certificate and no other. */
    public SSLContext trust() {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(NAME, certificate());
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), new SecureRandom());
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
