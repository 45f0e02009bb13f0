package io.fleetline.tracksolid;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * The vendor's cloud, one public method per API method. Thread-safe. Calls block, so make them on virtual threads.
 *
 * <p>Every call may throw {@link TracksolidException}. A row that cannot become a fact never fails its call: it is a rejection. Time spans
 * are truncated to whole seconds; they must end before now, and both ends are inclusive.
 */
public final class TracksolidClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TracksolidClient.class);

    private final Transport transport;
    private final Exchange exchange;
    private final Requests requests;
    private final ClientSettings settings;
    private final Plausibility plausibility;
    private final MileageUnitCheck mileageUnitCheck;

    /**
     * @param jdbi the database with tracksolid.api_token_cache
     * @param gates shared with the code that shows which accounts are closed
     */
    public TracksolidClient(
            Vertx vertx,
            Credentials credentials,
            ClientSettings settings,
            Jdbi jdbi,
            AccountGates gates,
            InstantSource clock) {
        this.settings = settings;
        transport = new Transport(vertx, credentials.apiUrl(), settings);
        var endpoint = new Endpoint(credentials, transport, clock);
        var login = new Login(credentials, settings.readTimeout(), endpoint, clock);
        var tokens = new TokenKeeper(new VendorTokenTable(jdbi, login.key()), login, clock);
        exchange = new Exchange(gates, new AccountLimits(settings), tokens, endpoint);
        requests = new Requests(settings);
        plausibility = new Plausibility(clock, settings.maxAge());
        mileageUnitCheck = new MileageUnitCheck(settings.mileageUnit());
    }

    /**
     * jimi.user.device.list: all devices of the account. A row without a usable IMEI is skipped and logged.
     *
     * @return devices, most without {@link Device#account}: the vendor names the owner only in the detail
     */
    public List<Device> userDeviceList(String account) {
        var call = requests.deviceList(account);
        return logged(call, exchange.ask(call).resultRows().map(DeviceRow::device));
    }

    /** jimi.track.device.detail. For a device without an entry, only the IMEI is set. */
    public Device trackDeviceDetail(String account, String imei) {
        var detail = exchange.ask(requests.deviceDetail(account, imei)).resultObject();
        return DeviceRow.device(Wire.of(detail), imei);
    }

    /** jimi.user.device.location.list: the last position of all devices of the account; the vendor omits some. */
    public Answer<Fix> userDeviceLocationList(String account) {
        return exchange.ask(requests.locationList(account)).resultRows().map(new LocationRow(plausibility));
    }

    /**
     * jimi.device.location.get: the last position of these devices.
     *
     * @param imeis 1 to 50
     */
    public Answer<Fix> deviceLocationGet(String account, List<String> imeis) {
        return exchange.ask(requests.locationGet(account, imeis)).resultRows().map(new LocationRow(plausibility));
    }

    /**
     * jimi.device.track.mileage: the trips of these devices. If {@link Answer#mayBeTruncated}, the request must be repeated in parts.
     *
     * @param imeis 1 to 50
     */
    public Answer<Trip> deviceTrackMileage(String account, List<String> imeis, TimeSpan span) {
        var rows = exchange.ask(requests.trackMileage(account, imeis, span)).resultRows();
        var answer = rows.map(new TripRow(plausibility, settings.mileageUnit()));
        mileageUnitCheck.contradicts(account, answer.facts());
        return answer;
    }

    /**
     * jimi.open.platform.report.parking: a page of up to 100 stops.
     *
     * @param account the one that owns the devices
     * @param imeis 1 to 100
     * @param startRow 1, 101, 201 … up to {@link Answer#totalRows}
     */
    public Answer<Stop> reportParking(String account, List<String> imeis, TimeSpan span, Stop.Kind kind, int startRow) {
        var rows = exchange.ask(requests.parking(account, imeis, span, kind, startRow))
                .dataRows("rows", "dataTotalRows");
        return rows.map(new ParkingRow(plausibility, kind));
    }

    /**
     * jimi.device.track.list: the points of one device, ordered by time. May take minutes.
     *
     * @param span at most 7 days; the vendor keeps about three months
     */
    public Answer<Fix> deviceTrackList(String account, String imei, TimeSpan span) {
        var rows = exchange.ask(requests.trackList(account, imei, span)).resultRows();
        var answer = rows.ofDevice(imei).map(new TrackPointRow(plausibility, imei));
        var inOrder = answer.facts().stream()
                .sorted(Comparator.comparing(Fix::gpsTime))
                .toList();
        return new Answer<>(inOrder, answer.rejections(), answer.silentImeis(), answer.rows(), null);
    }

    /**
     * jimi.device.alarm.list: a page of up to 100 alarms. The vendor sends no total; the last page is not full.
     *
     * @param imeis 1 to 100
     * @param span at most a month, and 1,000 alarms
     * @param pageNo from 1
     */
    public Answer<Alarm> deviceAlarmList(String account, List<String> imeis, TimeSpan span, int pageNo) {
        var rows =
                exchange.ask(requests.alarmList(account, imeis, span, pageNo)).resultRows();
        return rows.map(new AlarmRow(plausibility, FactSource.POLL));
    }

    /**
     * jimi.device.obd.list: a page of up to 100 readings, {@link Answer#totalRows} over all pages.
     *
     * @param imeis 1 to 100
     * @param span at most 31 days
     * @param pageNo from 1
     */
    public Answer<ObdReading> deviceObdList(String account, List<String> imeis, TimeSpan span, int pageNo) {
        var rows = exchange.ask(requests.obdList(account, imeis, span, pageNo)).dataRows("result", "totalRecord");
        return rows.map(new ObdRow(plausibility));
    }

    private static <T> List<T> logged(Call call, Answer<T> answer) {
        for (var rejection : answer.rejections()) {
            LOG.warnf("%s: a row was skipped, IMEI %s: %s", call, rejection.imei(), rejection.reason());
        }
        return answer.facts();
    }

    @Override
    public void close() {
        transport.close();
    }
}
