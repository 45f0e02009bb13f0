package io.fleetline.service.watch;

import io.fleetline.service.Part;
import io.fleetline.settings.Settings;
import io.fleetline.settings.TlsFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this process is, and until when its certificate is good. */
@Singleton
public final class OwnGauges implements Part {
    private final MeterRegistry registry;
    private final String version;
    private final Optional<String> certificate;

    OwnGauges(
            MeterRegistry registry,
            Settings settings,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.registry = registry;
        this.version = version;
        this.certificate = settings.tls().map(TlsFiles::certificates);
    }

    @Override
    public boolean isNeeded() {
        return true;
    }

    @Override
    public void start() {
        var runtime = Runtime.version().toString();
        registry.gauge("fleetline.build.info", Tags.of("version", version, "java", runtime), 1);
        certificate
                .map(Path::of)
                .ifPresent(file -> registry.gauge(
                        "fleetline.certificate.expires.timestamp.seconds", Tags.empty(), file, OwnGauges::expiresAt));
    }

    /** The gauges end with the process. */
    @Override
    public void close() {}

    /** Read at every scrape, because the file may be renewed; in seconds since 1970, not a number when it cannot be read. */
    private static double expiresAt(Path file) {
        try (var in = Files.newInputStream(file)) {
            var first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return first.getNotAfter().toInstant().getEpochSecond();
        } catch (IOException | CertificateException e) {
            return Double.NaN;
        }
    }
}
