package io.fleetline.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The service's certificate and its key, both in PEM.
 *
 * @param certificates the service's own first, then those that vouch for it
 * @param key in PKCS #8, without a password
 */
public record TlsFiles(String certificates, String key) {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** @throws BadSetting when they are unreadable, not of now, or do not belong together */
    public void check(InstantSource clock) {
        var certificate = readCertificate();
        var now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw bad("which expired on " + certificate.getNotAfter().toInstant());
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw bad("which is not valid before " + certificate.getNotBefore().toInstant());
        }
        if (!belongs(readKey(certificate.getPublicKey()), certificate)) {
            throw new BadSetting(
                    Setting.TLS_KEY_FILE,
                    "names %s, which is not the key of the certificate %s".formatted(key, certificates));
        }
    }

    private X509Certificate readCertificate() {
        try (InputStream in = Files.newInputStream(Path.of(certificates))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .findFirst()
                    .orElseThrow(() -> bad("which holds no certificate"));
        } catch (IOException | InvalidPathException e) {
            throw bad("which cannot be read");
        } catch (CertificateException e) {
            throw bad("which is no certificate in PEM");
        }
    }

    private PrivateKey readKey(PublicKey counterpart) {
        try {
            var pem = PKCS8.matcher(Files.readString(Path.of(key)));
            if (pem.find()) {
                var bytes = Base64.getMimeDecoder().decode(pem.group(1));
                return KeyFactory.getInstance(counterpart.getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            }
        } catch (IOException | InvalidPathException e) {
            throw new BadSetting(Setting.TLS_KEY_FILE, "names %s, which cannot be read".formatted(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // answered below; what is in the file is not repeated
        }
        throw new BadSetting(
                Setting.TLS_KEY_FILE,
                "names %s, which is no private key of the certificate's kind in PKCS #8 without a password: 'openssl pkcs8 -topk8 -nocrypt' makes one"
                        .formatted(key));
    }

    /** Whether the certificate confirms what the key signs. */
    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private BadSetting bad(String problem) {
        return new BadSetting(Setting.TLS_CERTIFICATE_FILE, "names %s, %s".formatted(certificates, problem));
    }
}
