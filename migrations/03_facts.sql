-- 03 facts: one hypertable per kind of fact. The key of each absorbs repeats: the same push or poll played any number of
-- times changes nothing. Everything but the key may be null (devices leave out what they do not know).
-- No foreign key to devices: it would cost a look-up a row, and an unknown IMEI is registered, not rejected.
-- Chunks: a day for position_history (its newest chunk and index stay in memory), a week for the rest.
SET ROLE tracksolid_owner;

CREATE TABLE IF NOT EXISTS tracksolid.position_history (
    imei        text NOT NULL,
    gps_time    timestamptz NOT NULL,
    geom        geometry(Point, 4326) NOT NULL,
    lat         double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lng         double precision NOT NULL CHECK (lng BETWEEN -180 AND 180),
    speed       double precision,
    direction   double precision,
    acc_status  boolean,
    satellites  integer,
    altitude    double precision,
    odometer_km double precision,
    pos_type    text,
    source      text NOT NULL CHECK (source IN ('poll', 'track_list', 'push')),
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, gps_time)
);
SELECT create_hypertable('tracksolid.position_history', by_range('gps_time', INTERVAL '1 day'),
                         create_default_indexes => false, if_not_exists => true);
COMMENT ON TABLE tracksolid.position_history IS
    'Every fix. One index only, the key: it serves "this vehicle, this span"; days are told apart by the chunks.';
COMMENT ON COLUMN tracksolid.position_history.geom        IS 'Point(lng lat), WGS 84.';
COMMENT ON COLUMN tracksolid.position_history.speed       IS 'km/h.';
COMMENT ON COLUMN tracksolid.position_history.direction   IS 'Degrees clockwise from north; null when unknown.';
COMMENT ON COLUMN tracksolid.position_history.acc_status  IS 'Ignition: true = on.';
COMMENT ON COLUMN tracksolid.position_history.altitude    IS 'Metres.';
COMMENT ON COLUMN tracksolid.position_history.pos_type    IS 'How it was positioned: GPS, LBS, WIFI, BEACON.';
COMMENT ON COLUMN tracksolid.position_history.source      IS 'poll: the live sweep; track_list: the track fetched afterwards; push.';
COMMENT ON COLUMN tracksolid.position_history.received_at IS 'When we stored it (gps_time is the device''s clock).';

CREATE TABLE IF NOT EXISTS tracksolid.trips (
    imei              text NOT NULL,
    start_time        timestamptz NOT NULL,
    end_time          timestamptz,
    start_geom        geometry(Point, 4326),
    end_geom          geometry(Point, 4326),
    distance_km       double precision CHECK (distance_km >= 0),
    driving_time_s    integer,
    idle_time_s       integer,
    avg_speed_kmh     double precision,
    max_speed_kmh     double precision,
    start_odometer_km double precision,
    end_odometer_km   double precision,
    start_address     text,
    end_address       text,
    source            text CHECK (source IN ('poll', 'push')),
    raw               jsonb,
    received_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, start_time)
);
SELECT create_hypertable('tracksolid.trips', by_range('start_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.trips IS 'Trips as the vendor cuts them. Without end_time: still under way.';
COMMENT ON COLUMN tracksolid.trips.distance_km    IS 'Kilometres; the vendor''s metres are divided once, at the edge.';
COMMENT ON COLUMN tracksolid.trips.driving_time_s IS 'Seconds.';
COMMENT ON COLUMN tracksolid.trips.idle_time_s    IS 'Seconds with the engine on and the vehicle standing.';
COMMENT ON COLUMN tracksolid.trips.raw            IS 'The whole pushed item (its layout is published nowhere); null for polled trips.';

CREATE TABLE IF NOT EXISTS tracksolid.parking_events (
    imei        text NOT NULL,
    start_time  timestamptz NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('parking', 'idling')),
    end_time    timestamptz,
    duration_s  integer CHECK (duration_s >= 0),
    geom        geometry(Point, 4326),
    lat         double precision CHECK (lat BETWEEN -90 AND 90),
    lng         double precision CHECK (lng BETWEEN -180 AND 180),
    address     text,
    source      text CHECK (source IN ('poll', 'push')),
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, start_time, kind)
);
SELECT create_hypertable('tracksolid.parking_events', by_range('start_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.parking_events IS 'Stops: parking (engine off) and idling (engine on).';
COMMENT ON COLUMN tracksolid.parking_events.duration_s IS 'Seconds, as the vendor reports them.';

CREATE TABLE IF NOT EXISTS tracksolid.alarms (
    imei        text NOT NULL,
    alarm_type  text NOT NULL,
    alarm_time  timestamptz NOT NULL,
    alarm_name  text,
    severity    text CHECK (severity IN ('critical', 'warning', 'info')),
    geom        geometry(Point, 4326),
    lat         double precision CHECK (lat BETWEEN -90 AND 90),
    lng         double precision CHECK (lng BETWEEN -180 AND 180),
    speed       double precision,
    acc_status  boolean,
    fence_id    text,
    source      text CHECK (source IN ('poll', 'push')),
    raw         jsonb,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, alarm_type, alarm_time)
);
SELECT create_hypertable('tracksolid.alarms', by_range('alarm_time', INTERVAL '7 days'), if_not_exists => true);
CREATE INDEX IF NOT EXISTS alarms_imei_alarm_time_idx ON tracksolid.alarms (imei, alarm_time DESC);
COMMENT ON TABLE tracksolid.alarms IS 'Alarms, polled and pushed: the vendor gives no id, so the key is vehicle, type and time.';
COMMENT ON COLUMN tracksolid.alarms.alarm_type IS 'The vendor''s id (a number, or a word); names vary, ids do not. See tracksolid.alarm_types.';
COMMENT ON COLUMN tracksolid.alarms.severity   IS 'critical, warning or info, by type; null when the type is unknown.';
COMMENT ON COLUMN tracksolid.alarms.speed      IS 'km/h.';
COMMENT ON COLUMN tracksolid.alarms.acc_status IS 'Ignition: true = on.';
COMMENT ON COLUMN tracksolid.alarms.fence_id   IS 'The geofence it is about, if it is about one.';
COMMENT ON COLUMN tracksolid.alarms.raw        IS 'The whole pushed item, e.g. with the name of a video file; null for polled alarms.';

CREATE TABLE IF NOT EXISTS tracksolid.obd_readings (
    imei              text NOT NULL,
    reading_time      timestamptz NOT NULL,
    engine_rpm        double precision,
    fuel_level_pct    double precision,
    fuel_litres       double precision,
    speed             double precision,
    coolant_c         double precision,
    voltage_v         double precision,
    odometer_km       double precision,
    device_mileage_km double precision,
    vin               text,
    source            text CHECK (source IN ('poll', 'push')),
    raw               jsonb,
    received_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time)
);
SELECT create_hypertable('tracksolid.obd_readings', by_range('reading_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.obd_readings IS 'What the vehicle''s own computer says: scalars where we know their name, and the whole item as raw.';
COMMENT ON COLUMN tracksolid.obd_readings.engine_rpm        IS 'Revolutions per minute.';
COMMENT ON COLUMN tracksolid.obd_readings.fuel_level_pct    IS 'Tank level, per cent; a vehicle reports either this or litres.';
COMMENT ON COLUMN tracksolid.obd_readings.fuel_litres       IS 'Fuel left in the tank, litres.';
COMMENT ON COLUMN tracksolid.obd_readings.speed             IS 'km/h.';
COMMENT ON COLUMN tracksolid.obd_readings.coolant_c         IS 'Degrees Celsius.';
COMMENT ON COLUMN tracksolid.obd_readings.voltage_v         IS 'Volts.';
COMMENT ON COLUMN tracksolid.obd_readings.odometer_km       IS 'The dashboard''s odometer, km.';
COMMENT ON COLUMN tracksolid.obd_readings.device_mileage_km IS 'What the tracker itself has counted, km.';

CREATE TABLE IF NOT EXISTS tracksolid.device_events (
    imei        text NOT NULL,
    event_type  text NOT NULL,
    event_time  timestamptz NOT NULL,
    detail      text,
    source      text CHECK (source IN ('poll', 'push')),
    raw         jsonb,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, event_type, event_time)
);
SELECT create_hypertable('tracksolid.device_events', by_range('event_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.device_events IS 'What happened to the device itself: login, logout, power, tamper.';
COMMENT ON COLUMN tracksolid.device_events.event_type IS 'Lower case: login, logout, power, tamper, or the vendor''s word when it is another.';

CREATE TABLE IF NOT EXISTS tracksolid.heartbeats (
    imei          text NOT NULL,
    reading_time  timestamptz NOT NULL,
    power_level   integer,
    gsm_signal    integer,
    acc_status    boolean,
    oil_connected boolean,
    gps_fixed     boolean,
    remote_locked boolean,
    charging      boolean,
    armed         boolean,
    temperature_c double precision,
    voltage_v     double precision,
    raw           jsonb,
    received_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time)
);
SELECT create_hypertable('tracksolid.heartbeats', by_range('reading_time', INTERVAL '7 days'),
                         create_default_indexes => false, if_not_exists => true);
COMMENT ON TABLE tracksolid.heartbeats IS 'Signs of life between fixes (/pushhb).';
COMMENT ON COLUMN tracksolid.heartbeats.power_level   IS 'Battery level in the vendor''s own steps (model dependent).';
COMMENT ON COLUMN tracksolid.heartbeats.gsm_signal    IS '0 (none) to 100.';
COMMENT ON COLUMN tracksolid.heartbeats.oil_connected IS 'Fuel and power line: false = cut (the vendor''s oilEle 1).';
COMMENT ON COLUMN tracksolid.heartbeats.armed         IS 'The anti-theft guard is on (fortify).';

CREATE TABLE IF NOT EXISTS tracksolid.fuel_readings (
    imei         text NOT NULL,
    reading_time timestamptz NOT NULL,
    fuel_level   double precision,
    fuel_unit    text,
    raw          jsonb,
    received_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time)
);
SELECT create_hypertable('tracksolid.fuel_readings', by_range('reading_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.fuel_readings IS 'Fuel sensor readings (/pushoil).';
COMMENT ON COLUMN tracksolid.fuel_readings.fuel_level IS 'In the unit that fuel_unit names.';
COMMENT ON COLUMN tracksolid.fuel_readings.fuel_unit  IS 'The vendor''s text, e.g. L, %, V: it is a word, not a number.';

CREATE TABLE IF NOT EXISTS tracksolid.temperature_readings (
    imei          text NOT NULL,
    reading_time  timestamptz NOT NULL,
    temperature_c double precision,
    humidity_pct  double precision,
    sensor        text,
    raw           jsonb,
    received_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time)
);
SELECT create_hypertable('tracksolid.temperature_readings', by_range('reading_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.temperature_readings IS 'Temperature and humidity (/pushtem): degrees Celsius, per cent.';

CREATE TABLE IF NOT EXISTS tracksolid.lbs_readings (
    imei         text NOT NULL,
    reading_time timestamptz NOT NULL,
    post_type    text,
    mcc          integer,
    mnc          integer,
    cells        text,
    geom         geometry(Point, 4326),
    lat          double precision CHECK (lat BETWEEN -90 AND 90),
    lng          double precision CHECK (lng BETWEEN -180 AND 180),
    raw          jsonb,
    received_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time)
);
SELECT create_hypertable('tracksolid.lbs_readings', by_range('reading_time', INTERVAL '7 days'),
                         create_default_indexes => false, if_not_exists => true);
COMMENT ON TABLE tracksolid.lbs_readings IS 'Radio cells or WiFi seen where there was no GPS (/pushlbs); a position only when someone has worked it out.';
COMMENT ON COLUMN tracksolid.lbs_readings.post_type IS 'WIFI or LBS.';
COMMENT ON COLUMN tracksolid.lbs_readings.cells     IS 'The vendor''s list "lac,ci,rssi;…".';

CREATE TABLE IF NOT EXISTS tracksolid.fault_codes (
    imei         text NOT NULL,
    reading_time timestamptz NOT NULL,
    code         text NOT NULL,
    detail       text,
    source       text CHECK (source IN ('poll', 'push')),
    raw          jsonb,
    received_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (imei, reading_time, code)
);
SELECT create_hypertable('tracksolid.fault_codes', by_range('reading_time', INTERVAL '7 days'), if_not_exists => true);
COMMENT ON TABLE tracksolid.fault_codes IS 'Diagnostic trouble codes (/pushfaultinfo, jimi.device.obd.fault).';
COMMENT ON COLUMN tracksolid.fault_codes.code IS 'SAE style, e.g. P0301.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('03_facts.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
