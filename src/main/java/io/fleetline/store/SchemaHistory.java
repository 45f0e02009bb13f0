package io.fleetline.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * What Flyway has noted of the files of this build in a database. At nearly every start there is nothing to do, and to find that out Flyway takes as long
 * as a third of the start: what it would compare is compared here, and only a difference wakes it.
 */
final class SchemaHistory {
    private static final String FOLDER = "db/migration";

    private SchemaHistory() {}

    /** Whether the database has seen each file of this build, as it is, and no other. False too when that cannot be found out: Flyway says why. */
    static boolean isThatOfThisBuild(DataSource database) {
        try {
            return noted(database).equals(files());
        } catch (SQLException | IOException | URISyntaxException e) {
            return false;
        }
    }

    /** Checksums by the name of the file. */
    private static Map<String, Integer> noted(DataSource database) throws SQLException {
        var noted = new HashMap<String, Integer>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT script, CASE WHEN success THEN checksum END FROM infrastructure.flyway_schema_history WHERE type = 'SQL'
                        """)) {
            while (rows.next()) {
                noted.put(rows.getString(1), rows.getObject(2, Integer.class));
            }
        }
        return noted;
    }

    private static Map<String, Integer> files() throws IOException, URISyntaxException {
        var classes = Path.of(SchemaHistory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(classes)) {
            return checksums(classes.resolve(FOLDER));
        }
        try (var jar = FileSystems.newFileSystem(classes)) {
            return checksums(jar.getPath(FOLDER));
        }
    }

    private static Map<String, Integer> checksums(Path folder) throws IOException {
        var checksums = new HashMap<String, Integer>();
        try (var files = Files.newDirectoryStream(folder, "*.sql")) {
            for (var file : files) {
                checksums.put(file.getFileName().toString(), checksum(file));
            }
        }
        return checksums;
    }

    /** As Flyway counts: the CRC-32 of all lines, without what ends them. */
    private static int checksum(Path file) throws IOException {
        var crc = new CRC32();
        for (var line : Files.readAllLines(file)) {
            crc.update(line.getBytes(UTF_8));
        }
        return (int) crc.getValue();
    }
}
