package io.fleetline.events;

import io.fleetline.events.rules.BadRuleException;
import io.fleetline.events.rules.Catalogue;
import io.fleetline.events.rules.Rule;
import io.fleetline.events.rules.ServiceSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The services and rules as the database has them, read again when they have changed. */
final class Catalogues {
    private static final Logger LOG = Logger.getLogger(Catalogues.class);

    private static final String REVISION = "SELECT revision FROM events.catalogue";
    private static final String SERVICES = "SELECT name, fields, taken FROM events.services ORDER BY name";

    /** Of each rule the newest version, if it is switched on. */
    private static final String RULES = """
            SELECT id, version, service, condition, derives
            FROM (SELECT DISTINCT ON (id) * FROM events.rules ORDER BY id, version DESC) newest
            WHERE enabled ORDER BY id
            """;

    private volatile @Nullable Catalogue known;

    /** The last that was read; null: none was. */
    @Nullable Catalogue known() {
        return known;
    }

    /** As the transaction sees it. */
    Catalogue current(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement(REVISION);
                var row = ask.executeQuery()) {
            var revision = row.next() ? row.getLong(1) : 0;
            var last = known;
            if (last != null && last.revision() == revision) {
                return last;
            }
            var read = read(connection, revision);
            known = read;
            return read;
        }
    }

    private static Catalogue read(Connection connection, long revision) throws SQLException {
        var services = services(connection);
        return new Catalogue(revision, services, rules(connection, services));
    }

    private static SortedMap<String, ServiceSchema> services(Connection connection) throws SQLException {
        var services = new TreeMap<String, ServiceSchema>();
        try (var ask = connection.prepareStatement(SERVICES);
                var row = ask.executeQuery()) {
            while (row.next()) {
                var name = row.getString("name");
                try {
                    var fields = PayloadJson.stored(row.getString("fields"));
                    services.put(name, ServiceSchema.of(name, fields, row.getBoolean("taken")));
                } catch (BadRuleException e) {
                    LOG.errorf("the service %s is left out: %s", name, e.words());
                }
            }
        }
        return services;
    }

    private static Map<String, List<Rule>> rules(Connection connection, Map<String, ServiceSchema> services)
            throws SQLException {
        var rules = new HashMap<String, List<Rule>>();
        try (var ask = connection.prepareStatement(RULES);
                var row = ask.executeQuery()) {
            while (row.next()) {
                try {
                    var rule = rule(row, services);
                    rules.computeIfAbsent(rule.service(), _ -> new ArrayList<>())
                            .add(rule);
                } catch (BadRuleException e) {
                    LOG.errorf("the rule %s is left out: %s", row.getString("id"), e.words());
                }
            }
        }
        return rules;
    }

    private static Rule rule(ResultSet row, Map<String, ServiceSchema> services) throws SQLException {
        var schema = services.get(row.getString("service"));
        if (schema == null) {
            throw new BadRuleException("its service is left out");
        }
        var rule = Rule.of(
                row.getString("id"),
                row.getInt("version"),
                schema,
                PayloadJson.stored(row.getString("condition")),
                PayloadJson.stored(row.getString("derives")));
        rule.targets()
                .filter(target -> !services.containsKey(target))
                .findFirst()
                .ifPresent(target -> {
                    throw new BadRuleException("it derives events of the unknown service " + target);
                });
        return rule;
    }
}
