package io.fleetline.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/test says at its end. */
class SkippedTestsTest {
    @TempDir
    Path folder;

    @Test
    void theyAreCountedByReason() throws Exception {
        assertThat(said("""
                <testsuite name="io.fleetline.OneTest" time="4.2" tests="3" errors="0" skipped="3" failures="0">
                  <testcase name="a" classname="io.fleetline.OneTest" time="0.0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no "disk" & no root
                	at org.junit.jupiter.api.Assumptions.throwAssumptionFailed(Assumptions.java:340)
                ]]></skipped>
                  </testcase>
                  <testcase name="b" classname="io.fleetline.OneTest" time="0.0">
                    <skipped message="only when &quot;X&quot; &amp;&amp; Y&#10;more"/>
                  </testcase>
                  <testcase name="c" classname="io.fleetline.OneTest" time="0.0">
                    <skipped/>
                  </testcase>
                </testsuite>
                """, """
                <testsuite name="io.fleetline.store.TwoIT" time="4.2" tests="2" errors="0" skipped="1" failures="0">
                  <testcase name="a" classname="io.fleetline.store.TwoIT" time="0.0">
                    <system-out><![CDATA[it was <skipped by nobody]]></system-out>
                  </testcase>
                  <testcase name="b" classname="io.fleetline.store.TwoIT" time="0.0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no "disk" & no root]]></skipped>
                  </testcase>
                </testsuite>
                """)).isEqualTo("""
                5 tests, 4 of them skipped:
                  2: no "disk" & no root (OneTest, TwoIT)
                  1: no reason was given (OneTest)
                  1: only when "X" && Y (OneTest)
                """);
    }

    @Test
    void noneIsSaidToo() throws Exception {
        assertThat(said("<testsuite name=\"io.fleetline.OneTest\" tests=\"7\">\n"))
                .isEqualTo("7 tests, 0 of them skipped.\n");
    }

    private String said(String... reports) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("reports"), String.join("", reports));
        var awk = new ProcessBuilder("awk", "-f", "scripts/lib/skipped-tests.awk", file.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(awk.getInputStream().readAllBytes(), UTF_8);
        assertThat(awk.waitFor()).as(said).isZero();
        return said;
    }
}
