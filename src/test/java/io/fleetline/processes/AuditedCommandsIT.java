package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.cli.Fleetline;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command either records its action in the audit log, or is known to change nothing that must be recorded. */
class AuditedCommandsIT {
    private static final String DAY =
            StandingFleet.NOW.minus(Duration.ofDays(4)).toString().substring(0, 10);

    /** In the order in which they are run here; each leaves one row. */
    private static final List<List<String>> NOTING = List.of(
            List.of("token create", "map", "--days", "1"),
            List.of("token revoke", "map"),
            List.of("replay-dead-letters", "--reason", "time too old"),
            List.of("backfill", "--from", DAY, "--to", DAY, "--account", "demo-mombasa"));

    /** The reason why it is not tried here. */
    private static final Map<String, String> NOT_NOTING = Map.ofEntries(
            Map.entry("serve", "no administrator's deed"),
            Map.entry("migrate", "every file notes itself in tracksolid.schema_migrations"),
            Map.entry("simulate", "has no database"),
            Map.entry("token list", "only reads"),
            Map.entry("audit-drivers", "only reads"),
            Map.entry("changes status", "only reads"),
            Map.entry("import-drivers", "notes what it applies: ToolsIT"),
            Map.entry("purge", "notes each part that it deletes: PurgeTest"),
            Map.entry("erase-driver", "notes what it applies: ToolsIT"));

    @Test
    void noCommandIsForgotten() {
        var known = new HashSet<>(NOT_NOTING.keySet());
        NOTING.forEach(command -> known.add(command.getFirst()));
        assertThat(leaves(Fleetline.commandLine(), "")).isEqualTo(known);
    }

    private static Set<String> leaves(CommandLine command, String path) {
        var leaves = new HashSet<String>();
        command.getSubcommands().forEach((name, sub) -> {
            var below = leaves(sub, path + name + " ");
            leaves.addAll(below.isEmpty() ? Set.of(path + name) : below);
        });
        return leaves;
    }

    @Test
    void eachIsNotedOnceWithWhoDidIt() {
        try (var cloud = new StandingFleet();
                var database = TestDatabase.create()) {
            for (var command : NOTING) {
                run(cloud, database, command);
                assertThat(audited(database)).last().isEqualTo("ann " + command.getFirst());
            }
            assertThat(audited(database)).hasSameSizeAs(NOTING);
            run(cloud, database, List.of("replay-dead-letters", "--dry-run"));
            assertThat(audited(database)).as("trying changes nothing").hasSameSizeAs(NOTING);
        }
    }

    private static void run(StandingFleet cloud, TestDatabase database, List<String> command) {
        var environment = cloud.environment(database.url());
        environment.put("FLEETLINE_ACTOR", "ann");
        var words = Stream.concat(
                Stream.of(command.getFirst().split(" ")), command.stream().skip(1));
        try (var process = ServiceProcess.start(environment, words.toArray(String[]::new))) {
            assertThat(process.exitCode(Duration.ofSeconds(180)))
                    .as(process.output())
                    .isZero();
        }
    }

    private static List<String> audited(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT actor || ' ' || action FROM infrastructure.audit_log ORDER BY id")
                        .mapTo(String.class)
                        .list());
    }
}
