package io.fleetline.cli;

import io.fleetline.fleet.Names;
import io.fleetline.read.Right;
import io.fleetline.read.access.AccessToken;
import io.fleetline.read.access.TokenHash;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.AuditLog;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates, lists and revokes the bearer tokens of readers, and of those who may do more. The database stores only their hashes. */
@Command(name = "token", description = "Manage bearer tokens.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    private static final String LINE = "%-24s %-10s %-20s %-20s %-20s %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "no subcommand given: create, list or revoke");
    }

    @Command(description = "Create a token and print it, once only.", mixinStandardHelpOptions = true)
    int create(
            @Parameters(paramLabel = "NAME", description = "The token's name.") String name,
            @Option(
                            names = "--cost-centre",
                            description = "Restrict the token to vehicles of this cost centre; may be repeated.")
                    @Nullable List<String> costCentres,
            @Option(
                            names = "--right",
                            description =
                                    "What it may do beside reading: events, dispatch or admin; may be repeated. With events alone, and no cost centre named, it shows no vehicles.")
                    @Nullable List<String> rights,
            @Option(names = "--days", defaultValue = "365", description = "Days until it expires (365).") int days) {
        if (name.isBlank() || days < 1 || days > 3650) {
            throw new BadSetting("a token needs a name, and --days must be 1 to 3650");
        }
        var may = known(rights);
        var shown = shown(costCentres, may);
        var token = AccessToken.random();
        var unknown = database().inTransaction(handle -> {
            if (insert(handle, name, token, shown, may, days) == 0) {
                throw new BadSetting(
                        "the token '%s' already exists: revoke it first, or choose another name".formatted(name));
            }
            var shows = shown == null ? "all" : shown;
            audit().record(
                            handle,
                            "token create",
                            name,
                            Map.of("days", days, "cost_centres", shows, "rights", words(may)));
            return shown == null ? List.<String>of() : unknown(handle, shown);
        });
        unknown.forEach(costCentre -> System.err.printf(
                "fleetline: warning: no vehicle has the cost centre '%s'; the token shows no vehicles of it until one has%n",
                costCentre));
        System.out.println(token);
        return 0;
    }

    private static Set<Right> known(@Nullable List<String> words) {
        var rights = EnumSet.noneOf(Right.class);
        for (var word : words == null ? List.<String>of() : words) {
            rights.add(Right.of(word)
                    .orElseThrow(() ->
                            new BadSetting("--right must be one of %s, but is '%s'".formatted(Right.words(), word))));
        }
        return rights;
    }

    private static List<String> words(Set<Right> rights) {
        return rights.stream().map(Right::word).toList();
    }

    /** A token that only sends events is in the hands of another system, which need not know where vehicles are. */
    private static @Nullable List<String> shown(@Nullable List<String> costCentres, Set<Right> rights) {
        return costCentres == null && rights.equals(EnumSet.of(Right.EVENTS)) ? List.of() : named(costCentres);
    }

    /** The distinct cost centres, in the register's spelling. */
    private static @Nullable List<String> named(@Nullable List<String> costCentres) {
        if (costCentres == null) {
            return null;
        }
        var names = costCentres.stream().map(Names::canonical).distinct().toList();
        if (names.contains("")) {
            throw new BadSetting("--cost-centre must not be blank");
        }
        return names;
    }

    /** The cost centres that no vehicle has. */
    private static List<String> unknown(Handle handle, List<String> costCentres) {
        return handle.createQuery("""
                SELECT n.name FROM unnest(:names::text[]) WITH ORDINALITY AS n(name, place)
                WHERE NOT EXISTS (SELECT FROM tracksolid.devices d WHERE d.cost_centre = n.name)
                ORDER BY n.place
                """)
                .bind("names", costCentres.toArray(String[]::new))
                .mapTo(String.class)
                .list();
    }

    private static int insert(
            Handle handle, String name, String token, @Nullable List<String> costCentres, Set<Right> rights, int days) {
        return handle.createUpdate("""
                INSERT INTO infrastructure.access_tokens (name, token_sha256, cost_centres, rights, expires_at)
                VALUES (:name, :sha256, :cost_centres::text[], :rights::text[], now() + :good_for::interval)
                ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
                """)
                .bind("name", name)
                .bind("sha256", TokenHash.of(token).bytes())
                .bind("cost_centres", costCentres == null ? null : costCentres.toArray(String[]::new))
                .bind("rights", words(rights).toArray(String[]::new))
                .bind("good_for", Duration.ofDays(days).toString())
                .execute();
    }

    @Command(description = "List all tokens, without their values.", mixinStandardHelpOptions = true)
    int list() {
        System.out.printf(LINE, "name", "state", "made", "good until", "rights", "cost centres");
        database()
                .useHandle(handle -> handle.createQuery("""
                        SELECT name,
                               CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'good' END,
                               to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                               to_char(coalesce(revoked_at, expires_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                               coalesce(nullif(array_to_string(rights, ', '), ''), 'reads'),
                               coalesce(nullif(array_to_string(cost_centres, ', '), ''), CASE WHEN cost_centres IS NULL THEN 'all' ELSE 'none' END)
                        FROM infrastructure.access_tokens ORDER BY name, id
                        """)
                        .map((row, _) -> LINE.formatted(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6)))
                        .forEach(System.out::print));
        return 0;
    }

    @Command(description = "Revoke a token; it stops working within a minute.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "NAME", description = "The token's name.") String name) {
        database().useTransaction(handle -> {
            int ended = handle.createUpdate(
                            "UPDATE infrastructure.access_tokens SET revoked_at = now() WHERE name = :name AND revoked_at IS NULL")
                    .bind("name", name)
                    .execute();
            if (ended == 0) {
                throw new BadSetting("there is no valid token '%s' to revoke".formatted(name));
            }
            audit().record(handle, "token revoke", name, Map.of());
        });
        System.out.printf("fleetline: the token '%s' is revoked%n", name);
        return 0;
    }

    private static AuditLog audit() {
        return Settings.fromEnvironment().auditLog();
    }

    private static Jdbi database() {
        var url = Settings.fromEnvironment().database();
        DatabaseStart.migrate(url);
        return Jdbi.create(DatabaseStart.dataSource(url));
    }
}
