package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The metrics of a service with all roles under {@code /q/metrics}, compared with the table in docs/metrics.md and the alert rules. */
class MetricsIT {
    private static final Pattern SHOWN = Pattern.compile("^([a-z_]+)[{ ]", Pattern.MULTILINE);
    private static final Pattern LISTED = Pattern.compile("^\\| `(fleetline_\\w+)` \\|.*$", Pattern.MULTILINE);
    private static final Pattern IN_RULES = Pattern.compile("\\b(?:fleetline|process)_[a-z0-9_]+");
    private static final String CONDITION = "*only ";

    @Test
    void theTableListsWhatIsShownAndTheRulesNameNothingElse() throws IOException {
        var metrics = metricsOfABusyService();
        var shown = names(SHOWN, metrics);
        var table = Files.readString(Path.of("docs/metrics.md"));
        var ours = shown.stream()
                .filter(name -> name.startsWith("fleetline_"))
                .map(MetricsIT::family)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names(LISTED, table)).containsAll(ours);
        assertThat(ours).containsAll(listedUnconditionally(table));
        shown.addAll(names(LISTED, table));
        var rules = Files.readString(Path.of("docs/alerts/fleetline.rules.yaml"));
        assertThat(inRules(rules)).isNotEmpty().isSubsetOf(shown);
        for (var dashboard : List.of("fleet", "service")) {
            assertThat(inDashboard(Files.readString(Path.of("docs/grafana/%s.json".formatted(dashboard)))))
                    .as(dashboard)
                    .isNotEmpty()
                    .isSubsetOf(shown);
        }
        assertRoutesStayFew(metrics);
    }

    private static void assertRoutesStayFew(String metrics) {
        assertThat(metrics)
                .contains("route=\"/vehicles/{imei}/track\",status=\"404\"")
                .contains("route=\"/webhook/live-positions\",status=\"200\"")
                .contains("route=\"none\",status=\"404\"")
                .doesNotContain("860000000000777", "no-such-path");
    }

    private static String metricsOfABusyService() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create();
                var service = ServiceProcess.start(cloud.environment(database.url()), "serve")) {
            service.waitHealthy();
            new Progress(database.jdbi()).waitForAll(cloud.accounts().size(), service);
            use(service);
            // The gauges of the database are read every 15 seconds.
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> HealthAnswer.of(service, "/q/metrics")
                            .body()
                            .contains("fleetline_dead_letters_backlog{source=\"push\"} 1"));
            return HealthAnswer.of(service, "/q/metrics").body();
        }
    }

    private static void use(ServiceProcess service) {
        assertThat(Push.send(service, "hub-1", "", Push.FROM_A_LOST_CLOCK).statusCode())
                .isEqualTo(200);
        for (var path : Set.of("/webhook/live-positions", "/vehicles/860000000000777/track", "/no-such-path")) {
            HealthAnswer.of(service, path);
        }
    }

    private static Set<String> listedUnconditionally(String table) {
        return LISTED.matcher(table)
                .results()
                .filter(row -> !row.group().contains(CONDITION))
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> inDashboard(String json) throws IOException {
        return new ObjectMapper()
                .readTree(json).findValuesAsText("expr").stream()
                        .flatMap(expression -> IN_RULES.matcher(expression).results())
                        .map(match -> family(match.group()))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Only in expressions: an alert's text may contain anything. */
    private static Set<String> inRules(String rules) {
        var words = rules.replaceAll("(?m)^ *(summary|description|- name|#).*$", "");
        return IN_RULES.matcher(words)
                .results()
                .map(match -> family(match.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A timer has a maximum beside its histogram, whose parts have suffixes. */
    private static String family(String name) {
        return name.replaceFirst("_(max|bucket|count|sum)$", "");
    }
}
