package io.fleetline.cli.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Device;
import io.fleetline.register.DeviceImport.Counts;
import io.fleetline.register.DeviceRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverImportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = DATABASE.jdbi();

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void threeVehicles() {
        JDBI.useHandle(handle -> handle.execute("""
                TRUNCATE tracksolid.devices;
                INSERT INTO tracksolid.devices (imei, vehicle_number, driver_name, fuel_100km, updated_at) VALUES
                    ('860000000000001', 'KDA 001A', 'Ann', 11.5, '2026-01-01Z'),
                    ('860000000000002', 'KDA 002B', NULL, NULL, '2026-01-01Z'),
                    ('860000000000003', NULL, NULL, NULL, '2026-01-01Z')
                """));
    }

    /** The printed output, with its summary or its problems as the last lines. */
    private String imported(String text, boolean apply) {
        return imported(text.getBytes(StandardCharsets.UTF_8), apply);
    }

    private String imported(byte[] bytes, boolean apply) {
        var printed = new ByteArrayOutputStream();
        try (var file = DriverFile.open(Files.write(folder.resolve("list.csv"), bytes))) {
            return JDBI.inTransaction(handle -> {
                var drivers = new DriverImport(handle, file, apply);
                drivers.gather(() -> {});
                if (!drivers.badLines().isEmpty()) {
                    return drivers.badLines().report(Path.of("list.csv"));
                }
                drivers.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
                if (apply) {
                    drivers.apply(NOW);
                }
                return printed.toString(StandardCharsets.UTF_8) + drivers.summary();
            });
        } catch (UnusableFileException e) {
            return e.getMessage().replace(folder + "/", "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> register() {
        return JDBI.withHandle(
                handle -> handle.createQuery("""
                        SELECT concat_ws(' | ', right(imei, 1), coalesce(vehicle_number, '-'), coalesce(driver_name, '-'), coalesce(driver_phone, '-'),
                                         coalesce(cost_centre, '-'), coalesce(fuel_100km::text, '-'), hand_kept::text)
                        FROM tracksolid.devices ORDER BY imei
                        """).mapTo(String.class).list());
    }

    private static final String LIST = """
            IMEI No.;Plate;Driver Name;Driver_Phone;Cost Centre;Fuel l/100km
            860000000000001;KDA 001A;Ben;+254 700 000001;North;11,50
            860000000000002;;;;;
            860000000000003;KDC 003C;"O'Hara; Zoë";;North;9
            """;

    @Test
    void aDryRunShowsTheDifferencesAndChangesNothing() {
        var before = register();
        assertThat(imported(LIST, false)).isEqualTo("""
                860000000000001 (KDA 001A):
                    cost_centre    (none) → North
                    driver_name    Ann → Ben
                    driver_phone   (none) → +254 700 000001
                860000000000003:
                    cost_centre    (none) → North
                    driver_name    (none) → O'Hara; Zoë
                    fuel_100km     (none) → 9
                    vehicle_number (none) → KDC 003C
                dry run: 2 of 3 vehicles would change (7 values), 1 unchanged, 0 unknown; give --apply to do it""");
        assertThat(register()).isEqualTo(before);
    }

    @Test
    void theExampleOfTheManualIsTrue() throws IOException {
        var manual = Files.readString(Path.of("docs/tools.md"));
        assertThat(imported(block(manual, "csv"), false).replace("\ndry run", "\nfleetline: dry run"))
                .isEqualTo(block(manual, "text").stripTrailing());
    }

    /** The first block of its kind. */
    private static String block(String manual, String kind) {
        var start = manual.indexOf("```" + kind + "\n") + kind.length() + 4;
        return manual.substring(start, manual.indexOf("```", start));
    }

    @Test
    void appliedItPrintsTheSameAndASecondTimeThereIsNothingToDo() {
        assertThat(imported(LIST, true))
                .contains("    driver_name    Ann → Ben\n")
                .endsWith("2 of 3 vehicles changed (7 values), 1 unchanged, 0 unknown");
        assertThat(register())
                .containsExactly(
                        "1 | KDA 001A | Ben | +254 700 000001 | North | 11.5 | {cost_centre,driver_name,driver_phone,fuel_100km,vehicle_number}",
                        "2 | KDA 002B | - | - | - | - | {}",
                        "3 | KDC 003C | O'Hara; Zoë | - | North | 9 | {cost_centre,driver_name,fuel_100km,vehicle_number}");
        assertThat(imported(LIST, true)).isEqualTo("0 of 3 vehicles changed (0 values), 3 unchanged, 0 unknown");
    }

    /** Device 1's list entry has another driver, another plate, another consumption and a group. */
    private static void vendorLists(String imei) {
        var device = new Device(
                imei,
                "account",
                null,
                null,
                null,
                null,
                "Vendor's group",
                null,
                null,
                "V 999",
                null,
                null,
                null,
                null,
                null,
                null,
                "Vendor's driver",
                "0999",
                null,
                null,
                null,
                null,
                20.0,
                null,
                true,
                null,
                null,
                null,
                null,
                null);
        new DeviceRegistry(JDBI, InstantSource.fixed(NOW)).save("account", List.of(device));
    }

    @Test
    void theVendorsNextListDoesNotUndoIt() {
        imported("imei,driver,cost centre,fuel\n860000000000001,Ben,-,11.5\n", true);
        vendorLists("860000000000001");
        assertThat(register().getFirst())
                .isEqualTo("1 | V 999 | Ben | 0999 | - | 11.5 | {cost_centre,driver_name,fuel_100km}");
    }

    @Test
    void aColumnThatIsGivenBackFollowsTheVendorAgain() {
        imported("imei,driver,fuel\n860000000000001,Ben,11.5\n", true);
        assertThat(imported("imei,driver,fuel\n860000000000001,(vendor),\n", true))
                .startsWith("860000000000001 (KDA 001A):\n    driver_name    Ben → the vendor's value");
        assertThat(register().getFirst()).isEqualTo("1 | KDA 001A | Ben | - | - | 11.5 | {fuel_100km}");
        vendorLists("860000000000001");
        assertThat(register().getFirst()).contains("| Vendor's driver |").contains("| 11.5 | {fuel_100km}");
    }

    @Test
    void aHyphenEmptiesAndABlankLeavesAsItIs() {
        imported("imei,driver,fuel\n860000000000001,-,\n", true);
        assertThat(register().getFirst()).isEqualTo("1 | KDA 001A | - | - | - | 11.5 | {driver_name}");
    }

    @Test
    void platesNameVehiclesWithoutRegardToCaseBlanksAndHyphens() {
        assertThat(imported("number plate\tdriver\nkda001a\tBen\nKDA-002-B\tCy\nKXX 9\tDi\n", true))
                .endsWith("line 4: 'KXX 9' is unknown\n2 of 3 vehicles changed (2 values), 0 unchanged, 1 unknown");
        assertThat(register().get(1)).isEqualTo("2 | KDA 002B | Cy | - | - | - | {driver_name}");
    }

    @Test
    void aPlateGoesOnWithItsVehicleToTheNextTracker() {
        JDBI.useHandle(handle -> handle.execute(
                "UPDATE tracksolid.devices SET vehicle_number = 'KDA 001A', enabled = imei <> '860000000000001'"
                        + " WHERE imei IN ('860000000000001', '860000000000003')"));
        imported("plate,driver\nKDA 001A,Ben\n", true);
        assertThat(register())
                .anyMatch(row -> row.startsWith("3 | KDA 001A | Ben"))
                .anyMatch(row -> row.contains("| Ann |"));
        JDBI.useHandle(handle -> handle.execute("UPDATE tracksolid.devices SET enabled = true"));
        assertThat(imported("plate,driver\nKDA 001A,Cy\n", true))
                .contains(
                        "line 2: names 'KDA 001A', which several devices have (860000000000001, 860000000000003): name them by imei");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFimei,driver\r\n860000000000001,Ben\r\n\r\n,\r\n",
                "DRIVER_NAME;IMEI;;\nBen; 860000000000001 ;;"
            })
    void byteOrderMarksLineEndsBlankLinesAndNamelessColumnsAreNoTrouble(String text) {
        assertThat(imported(text, true)).endsWith("1 of 1 vehicles changed (1 values), 0 unchanged, 0 unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            imei,shoe size            | list.csv: line 1: column 2 'shoe size' is unknown; known are imei, vehicle_number, vehicle_name
            imei,driver,Driver Name   | list.csv: line 1: columns 2 and 3 are both the driver_name
            driver,city               | list.csv: line 1: no column identifies the vehicle: imei or vehicle_number is needed
            imei                      | list.csv: line 1: there is no column to import besides the imei
            imei,driver               | list.csv: line 1: no vehicle follows the header
            """)
    void aHeaderThatCannotBeUsedNamesItsColumn(String text, String said) {
        assertThat(imported(text, true)).startsWith(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            860000000000001,Ben,1,1       | line 2: has 4 cells, but the header has 3
            860000000000001,Ben           | line 2: has 2 cells, but the header has 3
            ,Ben,1                        | line 2: imei does not identify a vehicle: ''
            -,Ben,1                       | line 2: imei does not identify a vehicle: '-'
            8.6E+14,Ben,1                 | line 2: imei was shortened by a spreadsheet: format its column as text: '8.6E+14'
            86 00,Ben,1                   | line 2: imei is not an IMEI: '86 00'
            860000000000001,Ben,much      | line 2: fuel_100km is not a number of litres per 100 km, 0 to 200: 'much'
            860000000000001,Ben,-3        | line 2: fuel_100km is not a number of litres per 100 km, 0 to 200: '-3'
            860000000000001,Ben,201       | line 2: fuel_100km is not a number of litres per 100 km, 0 to 200: '201'
            860000000000001,Ben,NaN       | line 2: fuel_100km is not a number of litres per 100 km, 0 to 200: 'NaN'
            860000000000001,"B\ten",1     | line 2: driver_name holds a line break or another control character: 'B�en'
            860000000000001,"Ben,1        | line 2: not valid CSV from here on: a quoted cell does not end, or text follows its closing quote
            """)
    void aBadLineNamesItself(String line, String said) {
        assertThat(imported("imei,driver,fuel\n" + line.replace("\\t", "\t") + "\n", true))
                .startsWith("list.csv: " + said)
                .endsWith("list.csv: 1 fault; nothing was changed");
    }

    @Test
    void anAbsurdLengthIsShownShort() {
        assertThat(imported("imei,driver\n860000000000001," + "x".repeat(101) + "\n", true))
                .startsWith("list.csv: line 2: driver_name is longer than 100 characters: '" + "x".repeat(40) + "…'");
    }

    @Test
    void aVehicleThatComesTwiceNamesBothLines() {
        assertThat(imported("imei,driver\n860000000000001,Ben\n860000000000002,Cy\n860000000000001,Di\n", true))
                .startsWith("list.csv: line 4: names the vehicle '860000000000001' of line 2 again");
        assertThat(imported("plate,driver\nKDA 001A,Ben\nkda-001a,Cy\n", true))
                .startsWith("list.csv: line 3: names the vehicle 'kda-001a' of line 2 again");
    }

    @Test
    void allBadLinesAreCountedTheFirstTwentyShownAndNothingChanges() {
        var before = register();
        var lines = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> "86000000000000%d,Ben,%s\n".formatted(i, i > 5 ? "much" : "1"))
                .collect(Collectors.joining());
        var said = imported("imei,driver,fuel\n860000000000001,Ann,1\n" + lines, true)
                .lines()
                .toList();
        // Line 3 names the vehicle of line 2 again; lines 8 to 32 have no number.
        assertThat(said).hasSize(21);
        assertThat(said.getFirst()).startsWith("list.csv: line 3: names the vehicle '860000000000001' of line 2 again");
        assertThat(said.get(19)).contains("line 26: fuel_100km");
        assertThat(said.getLast()).endsWith("26 faults, the first 20 are shown; nothing was changed");
        assertThat(register()).isEqualTo(before);
    }

    @Test
    void otherEncodingsAndBinaryFilesAreRefused() {
        assertThat(imported("imei,driver\n1,Zoë\n".getBytes(StandardCharsets.UTF_16), true))
                .isEqualTo("list.csv is in UTF-16: save it as 'CSV UTF-8'");
        assertThat(imported("imei,driver\n1,Ann\n2,Zoë\n".getBytes(StandardCharsets.ISO_8859_1), true))
                .contains("line 3: is not in UTF-8: save the file as 'CSV UTF-8'");
        assertThat(imported(new byte[] {'P', 'K', 3, 4, 0, 0}, true))
                .isEqualTo("list.csv is a binary file, not text: save it as 'CSV UTF-8'");
        assertThat(imported(new byte[0], true)).isEqualTo("list.csv is empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 77, 5000})
    void theLineThatIsNotInUtf8IsNamed(int bad) {
        var lines = IntStream.rangeClosed(1, 6000)
                .mapToObj(i -> "8%014d,%s\n".formatted(i, i + 1 == bad ? "Zo\u00eb" : "Ann"))
                .collect(Collectors.joining());
        var header = bad == 1 ? "imei,driver,caf\u00e9\n" : "imei,driver\n";
        assertThat(imported((header + lines).getBytes(StandardCharsets.ISO_8859_1), true))
                .startsWith("list.csv: line %d: is not in UTF-8: save the file as 'CSV UTF-8'".formatted(bad));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;", "SEP=,", "\"sep=;\"", "sep=|", "sep=\t"})
    void theLineInWhichExcelSaysTheSeparatorIsNoHeader(String said) {
        var separator = said.replaceFirst("(?i)\"?sep=(.)\"?", "$1");
        var text = "%s\r\nimei;driver\r\n860000000000001;Ben\r\n860000000000002;\"a;b\";c\r\n".replace(";", separator);
        assertThat(imported(text.formatted(said), true))
                .startsWith("list.csv: line 4: has 3 cells, but the header has 2");
        assertThat(imported("%s\nimei;shoe size\n".replace(";", separator).formatted(said), true))
                .startsWith("list.csv: line 2: column 2 'shoe size' is unknown");
        imported(
                "%s\nimei;driver\n860000000000001;Ben\n".replace(";", separator).formatted(said), true);
        assertThat(register().getFirst()).contains("Ben");
    }

    @Test
    void aNameInAnotherSpellingIsNoChange() {
        imported("imei,driver\n860000000000001,Zo\u00eb\n", true);
        assertThat(imported("imei,driver\n860000000000001,\u00a0Zoe\u0308 \n", true))
                .contains("1 unchanged");
    }

    @Test
    void aLongListIsReadWithoutHoldingItAll() throws IOException {
        JDBI.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.devices (imei) SELECT '87' || lpad(i::text, 13, '0') FROM generate_series(1, 100000) i
                """));
        var path = folder.resolve("long.csv");
        try (var out = Files.newBufferedWriter(path)) {
            out.write("imei,driver,phone,city,fuel\n");
            for (int i = 1; i <= 100_000; i++) {
                out.write("87%013d,Driver %d,+2547%08d,Nairobi,%d.5\n".formatted(i, i, i, i % 30));
            }
        }
        try (var file = DriverFile.open(path)) {
            var counts = JDBI.inTransaction(handle -> {
                var drivers = new DriverImport(handle, file, true);
                drivers.gather(() -> {});
                assertThat(drivers.badLines().isEmpty()).isTrue();
                drivers.apply(NOW);
                return drivers.counts();
            });
            assertThat(counts).isEqualTo(new Counts(100_000, 100_000, 400_000, 0));
        }
        assertThat(count("driver_name = 'Driver ' || right(imei, 13)::int AND updated_at = '2026-03-01 12:00Z'"))
                .isEqualTo(100_000);
    }

    private static int count(String condition) {
        return JDBI.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM tracksolid.devices WHERE " + condition)
                        .mapTo(Integer.class)
                        .one());
    }
}
