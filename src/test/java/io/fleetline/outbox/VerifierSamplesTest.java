package io.fleetline.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.outbox.signature.WebhookSecret;
import io.fleetline.outbox.signature.WebhookSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/webhooks.md accept what we sign, and nothing else. */
class VerifierSamplesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_773_122_698);
    private static final String BODY = "{\"place\":\"Karatina\"}";
    private static final WebhookSecret SECRET = WebhookSecret.random();
    private static final WebhookSecret OLD = WebhookSecret.random();
    private static final String SIGNATURES =
            WebhookSignature.of("evt_1", NOW, BODY.getBytes(UTF_8), List.of(SECRET, OLD));

    @TempDir
    Path folder;

    /** Secret, id, timestamp, signatures, body, and whether it is genuine. */
    private static List<List<String>> cases() {
        var at = String.valueOf(NOW.getEpochSecond());
        var late = NOW.plusSeconds(301);
        return List.of(
                List.of(SECRET.text(), "evt_1", at, SIGNATURES, BODY, "true"),
                List.of(OLD.text(), "evt_1", at, SIGNATURES, BODY, "true"),
                List.of(WebhookSecret.random().text(), "evt_1", at, SIGNATURES, BODY, "false"),
                List.of(SECRET.text(), "evt_2", at, SIGNATURES, BODY, "false"),
                List.of(SECRET.text(), "evt_1", at, SIGNATURES, BODY + " ", "false"),
                List.of(SECRET.text(), "evt_1", at, "v1,", BODY, "false"),
                List.of(SECRET.text(), "evt_1", at, "", BODY, "false"),
                List.of(SECRET.text(), "evt_1", at, SIGNATURES.replace("v1,", "v2,"), BODY, "false"),
                List.of(SECRET.text(), "evt_1", "soon", SIGNATURES, BODY, "false"),
                List.of(
                        SECRET.text(),
                        "evt_1",
                        String.valueOf(late.getEpochSecond()),
                        WebhookSignature.of("evt_1", late, BODY.getBytes(UTF_8), List.of(SECRET)),
                        BODY,
                        "false"));
    }

    private static String sample(String language) throws IOException {
        var block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/webhooks.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void inJava() throws Exception {
        Files.writeString(folder.resolve("Verifier.java"), sample("java"));
        Files.writeString(folder.resolve("Check.java"), """
                import java.time.Instant;

                public class Check {
                    public static void main(String[] given) throws Exception {
                        for (int i = 0; i < given.length; i += 5) {
                            System.out.println(Verifier.isGenuine(given[i], given[i + 1], given[i + 2], given[i + 3], given[i + 4].getBytes("UTF-8"), Instant.ofEpochSecond(%dL)));
                        }
                    }
                }
                """.formatted(NOW.getEpochSecond()));
        check(System.getProperty("java.home") + "/bin/java", "Check.java");
    }

    @Test
    void inPython() throws Exception {
        assumeTrue(isThere("python3"), "python3 is not installed");
        Files.writeString(folder.resolve("verifier.py"), sample("python"));
        Files.writeString(folder.resolve("check.py"), """
                import sys
                from verifier import is_genuine
                given = sys.argv[1:]
                for i in range(0, len(given), 5):
                    print(str(is_genuine(*given[i:i + 4], given[i + 4].encode(), %d)).lower())
                """.formatted(NOW.getEpochSecond()));
        check("python3", "check.py");
    }

    @Test
    void inJavaScript() throws Exception {
        assumeTrue(isThere("node"), "node is not installed");
        Files.writeString(folder.resolve("verifier.mjs"), sample("javascript"));
        Files.writeString(folder.resolve("check.mjs"), """
                import { isGenuine } from "./verifier.mjs";
                const given = process.argv.slice(2);
                for (let i = 0; i < given.length; i += 5) {
                  console.log(isGenuine(...given.slice(i, i + 4), Buffer.from(given[i + 4]), %d));
                }
                """.formatted(NOW.getEpochSecond()));
        check("node", "check.mjs");
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void check(String... program) throws Exception {
        var command = new ArrayList<>(List.of(program));
        cases().forEach(one -> command.addAll(one.subList(0, 5)));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(said.lines())
                .containsExactlyElementsOf(
                        cases().stream().map(one -> one.get(5)).toList());
        assertThat(process.waitFor()).isZero();
    }
}
