package io.fleetline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd accepts the unit of docs/OPERATIONS.md. */
class SystemdUnitTest {
    private static final Path UNIT = Path.of("docs/systemd/fleetline.service");

    @TempDir
    Path folder;

    /** With this checkout in place of /opt/fleetline, and without the user, which does not exist on this machine. */
    @Test
    void systemdFindsNothingWrong() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "there is no systemd-analyze here: install systemd");
        var here = Path.of("").toAbsolutePath().toString();
        var unit =
                Files.readString(UNIT).replace("/opt/fleetline", here).replaceAll("(?m)^(User|Group)=.*$", "$1=root");
        Files.writeString(folder.resolve("fleetline.service"), unit);
        var process = new ProcessBuilder(
                        "systemd-analyze",
                        "verify",
                        folder.resolve("fleetline.service").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.contains("fleetline.service")))
                .isEmpty();
    }

    /** What it relies on: a wrong setting exits with 2, and a stop takes less than 30 seconds. */
    @Test
    void aWrongSettingIsNotTriedAgain() throws IOException {
        assertThat(Files.readString(UNIT))
                .contains("RestartPreventExitStatus=" + Fleetline.BAD_START + "\n", "TimeoutStopSec=30\n");
    }
}
