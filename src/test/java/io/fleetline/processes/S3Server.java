package io.fleetline.processes;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * An S3 server on loopback, S3Proxy, that checks signatures and stores its objects as files, which a test may corrupt. It is a separate
 * process: it needs another Guice than the one that Quarkus brings to the tests.
 */
final class S3Server implements AutoCloseable {
    static final String ACCESS_KEY = "fleet";
    static final String SECRET_KEY = "a-secret-of-the-store";
    static final String BUCKET = "fleet-db";

    private final Path bucket;
    private final int port;
    private final Process process;

    /** @param folder becomes the store; created here */
    S3Server(Path folder) {
        try {
            bucket = Files.createDirectories(folder.resolve(BUCKET));
            port = freePort();
            process = new ProcessBuilder(command(folder, port))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            folder.resolveSibling(folder.getFileName() + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(180)).until(this::listens);
    }

    /**
     * The process itself.
     *
     * @param arguments the folder and the port
     */
    public static void main(String[] arguments) throws Exception {
        var place = new Properties();
        place.setProperty("jclouds.filesystem.basedir", arguments[0]);
        var objects = ContextBuilder.newBuilder(new FilesystemNio2BlobApiMetadata())
                .credentials(ACCESS_KEY, SECRET_KEY)
                .overrides(place)
                .build(BlobStoreContext.class);
        S3Proxy.builder()
                .blobStore(objects.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:" + arguments[1]))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build()
                .start();
    }

    private static List<String> command(Path folder, int port) {
        var java = ProcessHandle.current().info().command().orElse("java");
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                S3Server.class.getName(),
                folder.toString(),
                String.valueOf(port));
    }

    private static String classPath() {
        var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(jar -> !jar.contains("guice-5."))
                .collect(joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("S3Proxy has ended: see its log beside " + bucket.getParent());
        }
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Stops listening. */
    void goAway() {
        process.destroyForcibly().onExit().join();
    }

    /** The files of the objects, ordered by name. */
    List<Path> objects() {
        try (var all = Files.walk(bucket)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The keys of the objects, in order. Excludes the parts of unfinished uploads: S3Proxy keeps them beside the objects and
     * cannot list them, so it cannot be asked to remove them.
     */
    List<String> keys() {
        return objects().stream()
                .map(file -> bucket.relativize(file).toString())
                .filter(key -> key.contains("/") && !key.startsWith(".mpus-"))
                .toList();
    }

    Path file(String key) {
        return bucket.resolve(key);
    }

    @Override
    public void close() {
        goAway();
    }
}
