package io.fleetline.cli.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.Testbed;
import io.fleetline.cli.drivers.Finding.Kind;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriverAuditTest {
    private static final Instant NOW = Instant.parse("2026-03-11T05:00:00Z");
    private static final List<String> ACCOUNTS = SyntheticFleet.accountNames(2);
    private static final String FIRST_ACCOUNT = ACCOUNTS.getFirst();
    private static final String DETAIL = "jimi.track.device.detail";

    private final SyntheticFleet fleet = new SyntheticFleet(6, ACCOUNTS, 7);
    private final Testbed bed = new Testbed(fleet, NOW);
    private final String imei = fleet.devices(FIRST_ACCOUNT).getFirst().imei();
    private final AtomicInteger listed = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void everythingIsInTheRegister() {
        bed.settle();
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private VendorFleet ask(List<String> accounts) {
        return VendorFleet.ask(bed.client, accounts, new VendorFleet.Watch(listed::addAndGet, asked::incrementAndGet));
    }

    private List<Finding> audit() {
        return audit(ask(ACCOUNTS), true, NOW);
    }

    private List<Finding> audit(VendorFleet vendor, boolean all, Instant now) {
        var asked = all ? ACCOUNTS : List.of(FIRST_ACCOUNT);
        return DriverAudit.compare(vendor, bed.store.devices().all(), asked, all, now)
                .findings();
    }

    private void sql(String statement) {
        bed.jdbi().useHandle(handle -> handle.execute(statement.formatted(imei)));
    }

    private String plate() {
        return fleet.devices(FIRST_ACCOUNT).getFirst().vehicleNumber();
    }

    @Test
    void afterASyncThereIsNoDifference() {
        assertThat(audit()).isEmpty();
        // The list has no telephone numbers: each device's detail was requested.
        assertThat(listed).hasValue(6);
        assertThat(asked).hasValue(6);
    }

    @Test
    void aFieldThatDiffersIsNamedWithBothValues() {
        var driver = fleet.devices(FIRST_ACCOUNT).getFirst().driverName();
        sql("UPDATE tracksolid.devices SET driver_name = 'Ben', vehicle_name = NULL WHERE imei = '%s'");
        var name = fleet.devices(FIRST_ACCOUNT).getFirst().vehicleName();
        assertThat(audit())
                .containsExactlyInAnyOrder(
                        new Finding(imei, plate(), "driver_name", driver, "Ben", Kind.DIFFERS),
                        new Finding(imei, plate(), "vehicle_name", name, null, Kind.DIFFERS));
    }

    @Test
    void whatPeopleKeepByHandIsToldApart() {
        var driver = fleet.devices(FIRST_ACCOUNT).getFirst().driverName();
        sql("UPDATE tracksolid.devices SET driver_name = 'Ben', hand_kept = '{driver_name}' WHERE imei = '%s'");
        assertThat(audit())
                .containsExactly(new Finding(imei, plate(), "driver_name", driver, "Ben", Kind.KEPT_BY_HAND));
    }

    @Test
    void devicesThatOneSideDoesNotKnow() {
        sql("DELETE FROM tracksolid.devices WHERE imei = '%s'");
        sql("INSERT INTO tracksolid.devices (imei, account, enabled) VALUES ('1', 'account-1', true),"
                + " ('2', 'account-1', false), ('3', NULL, true), ('4', 'no longer polled', true)");
        assertThat(audit())
                .containsExactly(
                        new Finding("1", null, "", null, "enabled", Kind.MISSING_AT_VENDOR),
                        new Finding("3", null, "", null, "enabled", Kind.MISSING_AT_VENDOR),
                        new Finding(imei, plate(), "", "listed", null, Kind.MISSING_IN_DATABASE));
        assertThat(audit(ask(List.of(FIRST_ACCOUNT)), false, NOW))
                .extracting(Finding::imei)
                .containsExactly("1", imei);
    }

    @Test
    void disabledOrExpired() {
        sql("UPDATE tracksolid.devices SET enabled = imei <> '%s'");
        assertThat(audit()).containsExactly(new Finding(imei, plate(), "enabled", "true", "false", Kind.DIFFERS));
        assertThat(audit(ask(ACCOUNTS), true, Instant.parse("2100-01-01T00:00:00Z")))
                .filteredOn(finding -> finding.kind() == Kind.EXPIRED)
                .hasSize(5)
                .allMatch(finding -> finding.field().equals("expires_at"));
    }

    @Test
    void anAccountThatCannotBeAskedIsNamedAndTheOthersGoOn() {
        sql("UPDATE tracksolid.devices SET driver_name = 'Ben'");
        sql("INSERT INTO tracksolid.devices (imei) VALUES ('3')");
        bed.simulator.faults().set(Fault.UNREACHABLE, FIRST_ACCOUNT);
        var vendor = ask(ACCOUNTS);
        assertThat(vendor.failures()).containsOnlyKeys(FIRST_ACCOUNT);
        assertThat(vendor.failures().get(FIRST_ACCOUNT)).contains("jimi.user.device.list for account " + FIRST_ACCOUNT);
        assertThat(audit(vendor, true, NOW))
                .as("of the other account's devices only, and none is called missing")
                .extracting(Finding::imei)
                .containsExactlyElementsOf(fleet.devices(ACCOUNTS.getLast()).stream()
                        .map(device -> device.imei())
                        .sorted()
                        .toList());
    }

    @Test
    void aDetailThatCannotBeHadLeavesItsAccountOut() {
        bed.simulator.faults().set(Fault.GARBAGE, DETAIL);
        assertThat(ask(ACCOUNTS).failures()).containsOnlyKeys(ACCOUNTS);
        bed.simulator.faults().clear();
        bed.clock.advance(Duration.ofHours(1));
        assertThat(ask(ACCOUNTS).failures()).isEmpty();
    }

    private static String printed(Consumer<PrintStream> report) {
        var bytes = new ByteArrayOutputStream();
        report.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theTableIsForPeopleAndTheCsvForMachines() {
        var report = new AuditReport(List.of(
                new Finding("1", "KDA 001A", "driver_phone", "+254 700 000001", null, Kind.DIFFERS),
                new Finding("2", null, "driver_name", "=cmd|' /C calc'!A0", "Zoë, \"Z\"", Kind.KEPT_BY_HAND)));
        assertThat(printed(report::printCsv)).isEqualTo("""
                imei,vehicle_number,field,vendor,database,finding\r
                1,"KDA 001A",driver_phone,"+254 700 000001",,differs\r
                2,,driver_name,"'=cmd|' /C calc'!A0","Zoë, ""Z""\",kept-by-hand\r
                """);
        assertThat(printed(report::printTable)).isEqualTo("""
                imei              vehicle_number field          vendor                     database                   finding
                1                 KDA 001A       driver_phone   +254 700 000001            –                          differs
                2                 –              driver_name    =cmd|' /C calc'!A0         Zoë, "Z"                   kept-by-hand
                """);
        assertThat(printed(new AuditReport(List.of())::printCsv))
                .isEqualTo("imei,vehicle_number,field,vendor,database,finding\r\n");
    }
}
