package io.fleetline.database.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * What Flyway has noted of the files of this build in a database. At nearly every start there is nothing to do, and to find that out Flyway takes as long
 * as a third of the start: what it would compare is compared here, and only a difference wakes it.
 */
final class SchemaHistory {
    private static final String FOLDER = "db/migration/";
    private static final String SUFFIX = ".sql";

    private SchemaHistory() {}

    /** Whether the database has seen each file of this build, as it is, and no other. False too when that cannot be found out: Flyway says why. */
    static boolean isThatOfThisBuild(Connection database) {
        try {
            return files().equals(noted(database));
        } catch (SQLException | IOException | URISyntaxException e) {
            return false;
        }
    }

    private static Map<String, Integer> files() throws IOException, URISyntaxException {
        var classes = Path.of(SchemaHistory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Files.isDirectory(classes) ? inFolder(classes.resolve(FOLDER)) : inJar(classes);
    }

    private static Map<String, Integer> inFolder(Path folder) throws IOException {
        var checksums = new HashMap<String, Integer>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                checksums.put(file.getFileName().toString(), checksum(Files.newInputStream(file)));
            }
        }
        return checksums;
    }

    private static Map<String, Integer> inJar(Path classes) throws IOException {
        var checksums = new HashMap<String, Integer>();
        try (var jar = new JarFile(classes.toFile())) {
            for (var entry : Collections.list(jar.entries())) {
                var name = entry.getName();
                if (name.startsWith(FOLDER) && name.endsWith(SUFFIX)) {
                    checksums.put(name.substring(FOLDER.length()), checksum(jar.getInputStream(entry)));
                }
            }
        }
        return checksums;
    }

    /** As Flyway counts: the CRC-32 of all lines, without what ends them. */
    private static int checksum(InputStream file) throws IOException {
        var crc = new CRC32();
        try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(UTF_8));
            }
        }
        return (int) crc.getValue();
    }

    /** Checksums by the name of the file. */
    private static Map<String, Integer> noted(Connection database) throws SQLException {
        var noted = new HashMap<String, Integer>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT script, CASE WHEN success THEN checksum END FROM infrastructure.flyway_schema_history WHERE type = 'SQL'
                        """)) {
            while (rows.next()) {
                noted.put(rows.getString(1), rows.getObject(2, Integer.class));
            }
        }
        return noted;
    }
}
