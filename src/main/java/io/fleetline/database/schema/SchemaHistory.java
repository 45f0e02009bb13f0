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
 * Compares Flyway's history of a database with the files of this build. At nearly every start there is nothing to do, and Flyway
 * needs up to a third of the start to find that out: the same comparison is made here, and Flyway runs only if there is a
 * difference.
 */
final class SchemaHistory {
    private static final String FOLDER = "db/migration/";
    private static final String SUFFIX = ".sql";

    private SchemaHistory() {}

    /**
     * Whether the database has applied each file of this build, unchanged, and no other. Also false if that cannot be determined:
     * Flyway then reports why.
     */
    static boolean matchesThisBuild(Connection database) {
        try {
            return files().equals(recordedChecksums(database));
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

    /** As Flyway computes it: the CRC-32 of all lines, without their ends. */
    private static int checksum(InputStream file) throws IOException {
        var crc = new CRC32();
        try (var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(UTF_8));
            }
        }
        return (int) crc.getValue();
    }

    /** Checksums by file name. */
    private static Map<String, Integer> recordedChecksums(Connection database) throws SQLException {
        var checksums = new HashMap<String, Integer>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery("""
                        SELECT script, CASE WHEN success THEN checksum END FROM infrastructure.flyway_schema_history WHERE type = 'SQL'
                        """)) {
            while (rows.next()) {
                checksums.put(rows.getString(1), rows.getObject(2, Integer.class));
            }
        }
        return checksums;
    }
}
