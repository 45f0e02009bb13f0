package io.fleetline.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address and the login of the database; the URL does not contain the secret.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}, without user and password
 * @param user never empty
 * @param password empty if the server requires none
 */
public record DatabaseUrl(String jdbcUrl, String user, String password) {

    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:postgresql|postgres(?:ql)?)://"
                    + "(?:(?<user>[^:@/?]*)(?::(?<password>[^/]*))?@)?(?<hosts>[^/?@]+)/(?<database>[^/?]+)(?:\\?(?<options>.*))?");

    /** Options whose names differ between libpq and the JDBC driver. */
    private static final Map<String, String> JDBC_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding");

    /**
     * Parses {@code postgresql://user:password@host:port/database?option=value}, the same with {@code postgres:}, or a JDBC
     * URL with {@code user} and {@code password} among its options. Special characters are percent-encoded.
     *
     * @throws IllegalArgumentException if it is none of these; the message never contains the text itself
     */
    public static DatabaseUrl parse(String text) {
        var parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "the database URL is not of the form postgresql://user:password@host:port/database");
        }
        var options = new Options(parts.group("options"));
        var user = options.takeOr("user", parts.group("user"));
        var password = options.takeOr("password", parts.group("password"));
        if (user.isEmpty()) {
            throw new IllegalArgumentException("the database URL names no user");
        }
        return new DatabaseUrl(
                "jdbc:postgresql://" + parts.group("hosts") + "/" + parts.group("database") + options.asQuery(),
                user,
                password);
    }

    @Override
    public String toString() {
        return "%s as %s, password redacted".formatted(jdbcUrl, user);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            // The cause would contain a part of the text, which may be the password.
            throw new IllegalArgumentException(
                    "the database URL has a percent sign that encodes nothing: write it as %25");
        }
    }

    /** The part after the question mark. */
    private static final class Options {
        private final List<String> pairs = new ArrayList<>();

        Options(@Nullable String query) {
            if (query != null && !query.isEmpty()) {
                pairs.addAll(List.of(query.split("&")));
            }
        }

        /** Removes the option and returns its decoded value, or the default if it is absent. */
        String takeOr(String name, @Nullable String otherwise) {
            var prefix = name + "=";
            var value = pairs.stream()
                    .filter(pair -> pair.startsWith(prefix))
                    .map(pair -> pair.substring(prefix.length()))
                    .findFirst()
                    .orElse(otherwise);
            pairs.removeIf(pair -> pair.startsWith(prefix));
            return value == null ? "" : decoded(value);
        }

        String asQuery() {
            return pairs.isEmpty() ? "" : pairs.stream().map(Options::renamed).collect(joining("&", "?", ""));
        }

        private static String renamed(String pair) {
            var name = pair.split("=", 2)[0];
            return JDBC_NAMES.getOrDefault(name, name) + pair.substring(name.length());
        }
    }
}
