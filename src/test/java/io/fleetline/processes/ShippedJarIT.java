package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What goes to an operator: the service and its commands, and nothing that empties tables to measure. */
class ShippedJarIT {
    @Test
    void theBenchmarksAreNotInIt() throws IOException {
        assertThat(entries())
                .contains("io/fleetline/cli/Fleetline.class")
                .noneMatch(name -> name.startsWith("io/fleetline/bench"));
    }

    private static List<String> entries() throws IOException {
        var folder = Path.of(System.getProperty("fleetline.jar")).resolveSibling("app");
        try (var jars = Files.list(folder);
                var jar = new JarFile(jars.findFirst().orElseThrow().toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }
}
