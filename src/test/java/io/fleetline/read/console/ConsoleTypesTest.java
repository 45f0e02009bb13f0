package io.fleetline.read.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's modules are what their comments say, by TypeScript's compiler. It runs on the Node that Playwright brings. */
class ConsoleTypesTest {
    private static final String COMPILER = "META-INF/resources/webjars/typescript/5.9.3/lib/";
    private static final Path CONSOLE =
            Path.of("src/main/resources/META-INF/resources/console").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyTypeFits() throws Exception {
        unpackCompiler();
        Files.writeString(folder.resolve("tsconfig.json"), """
                {"compilerOptions": {"allowJs": true, "checkJs": true, "noEmit": true, "strict": true, "target": "esnext", "module": "esnext",
                                     "moduleResolution": "bundler", "lib": ["esnext", "dom", "dom.iterable"], "types": []},
                 "include": ["%s/**/*.js"]}
                """.formatted(CONSOLE));
        var compiler = new ProcessBuilder(List.of(node(), folder + "/_tsc.js", "-p", folder.toString()))
                .redirectErrorStream(true)
                .start();
        var said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertThat(said).isEmpty();
        assertThat(compiler.waitFor()).isZero();
    }

    private static String node() {
        var driver = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false);
        return driver.createProcessBuilder().command().getFirst();
    }

    private void unpackCompiler() throws IOException {
        var resource = ConsoleTypesTest.class.getClassLoader().getResource(COMPILER + "_tsc.js");
        assertThat(resource).isNotNull();
        var jar = resource.getPath().replaceAll("^file:|!.*$", "");
        try (var files = new JarFile(jar)) {
            for (var file : files.stream()
                    .filter(file -> file.getName().matches(COMPILER + "(_tsc\\.js|lib\\.[a-z0-9.]*d\\.ts)"))
                    .toList()) {
                Files.copy(
                        files.getInputStream(file),
                        folder.resolve(file.getName().substring(COMPILER.length())));
            }
        }
    }
}
