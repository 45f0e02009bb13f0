-- 02 devices: the register of devices, each one's newest fix, the vendor's token, geofences.
SET ROLE tracksolid_owner;

-- Every field that the vendor's device list and device detail know has its column here: the old system kept 5 of 26.
CREATE TABLE IF NOT EXISTS tracksolid.devices (
    imei              text PRIMARY KEY CHECK (imei <> ''),
    device_name       text,
    mc_type           text,
    mc_type_use_scope text,
    vehicle_name      text,
    vehicle_number    text,
    license_plate_no  text,
    vehicle_type      text,
    vehicle_model     text,
    vehicle_brand     text,
    vehicle_icon      text,
    driver_name       text,
    driver_phone      text,
    sim               text,
    iccid             text,
    imsi              text,
    vin               text,
    car_frame         text,
    engine_number     text,
    cost_centre       text,
    assigned_city     text,
    fleet_segment     text,
    device_group_id   text,
    device_group      text,
    fuel_100km        double precision CHECK (fuel_100km >= 0),
    odometer_km       double precision,
    account           text,
    customer_name     text,
    enabled           boolean NOT NULL DEFAULT true,
    remark            text,
    activated_at      timestamptz,
    imported_at       timestamptz,
    expires_at        timestamptz,
    user_expiration   text,
    registered_by     text NOT NULL DEFAULT 'sync',
    first_seen_at     timestamptz NOT NULL DEFAULT now(),
    last_listed_at    timestamptz,
    updated_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS devices_account_idx        ON tracksolid.devices (account) WHERE enabled;
CREATE INDEX IF NOT EXISTS devices_vehicle_number_idx ON tracksolid.devices (vehicle_number);

COMMENT ON TABLE tracksolid.devices IS
    'The register: one row per tracker. An unknown IMEI that reports gets a row here; no fact is refused for want of one.';
COMMENT ON COLUMN tracksolid.devices.mc_type           IS 'Model of the tracker, e.g. GT06N.';
COMMENT ON COLUMN tracksolid.devices.mc_type_use_scope IS 'Vendor''s use of the model: automobile, electromobile, personal, pet, plane, others.';
COMMENT ON COLUMN tracksolid.devices.vehicle_number    IS 'Number plate as typed by the fleet; what readers filter by.';
COMMENT ON COLUMN tracksolid.devices.license_plate_no  IS 'The vendor''s second plate field (licensePlatNo), kept as it comes.';
COMMENT ON COLUMN tracksolid.devices.car_frame         IS 'VIN as typed by the user; vin is the one the vendor knows.';
COMMENT ON COLUMN tracksolid.devices.cost_centre       IS 'Ours, not the vendor''s; a cost centre may be kept off the map (reporting.excluded_cost_centres).';
COMMENT ON COLUMN tracksolid.devices.assigned_city     IS 'Ours: the city that the vehicle works in.';
COMMENT ON COLUMN tracksolid.devices.fleet_segment     IS 'Ours: the part of the fleet, e.g. delivery, service.';
COMMENT ON COLUMN tracksolid.devices.fuel_100km        IS 'Consumption in litres per 100 km; used for the fuel estimate.';
COMMENT ON COLUMN tracksolid.devices.odometer_km       IS 'Mileage in km when the detail was last read.';
COMMENT ON COLUMN tracksolid.devices.account           IS 'The Tracksolid account that owns the device; reports must be asked for under it.';
COMMENT ON COLUMN tracksolid.devices.enabled           IS 'False when the vendor disabled it, or no account lists it any more.';
COMMENT ON COLUMN tracksolid.devices.user_expiration   IS 'Vendor''s text: expiry per account, e.g. "account1,2019-01-01".';
COMMENT ON COLUMN tracksolid.devices.registered_by     IS 'How the row came: sync (device list), push or poll (reported before it was listed), import.';
COMMENT ON COLUMN tracksolid.devices.last_listed_at    IS 'When an account''s device list named it last.';

CREATE TABLE IF NOT EXISTS tracksolid.live_positions (
    imei           text PRIMARY KEY CHECK (imei <> ''),
    geom           geometry(Point, 4326),
    lat            double precision CHECK (lat BETWEEN -90 AND 90),
    lng            double precision CHECK (lng BETWEEN -180 AND 180),
    speed          double precision,
    direction      double precision,
    acc_status     boolean,
    satellites     integer,
    altitude       double precision,
    odometer_km    double precision,
    pos_type       text,
    source         text CHECK (source IN ('poll', 'track_list', 'push')),
    gps_time       timestamptz,
    heartbeat_time timestamptz,
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT live_positions_whole_fix CHECK (num_nulls(gps_time, lat, lng) IN (0, 3))
) WITH (fillfactor = 70);   -- updated every minute: room for updates in place
COMMENT ON TABLE tracksolid.live_positions IS
    'Each device''s newest fix; it only moves forward in gps_time. A device that has sent heartbeats but no fix has a row '
    'without a position.';
COMMENT ON COLUMN tracksolid.live_positions.geom           IS 'Point(lng lat), WGS 84.';
COMMENT ON COLUMN tracksolid.live_positions.speed          IS 'km/h.';
COMMENT ON COLUMN tracksolid.live_positions.direction      IS 'Degrees clockwise from north; null when unknown.';
COMMENT ON COLUMN tracksolid.live_positions.acc_status     IS 'Ignition: true = on.';
COMMENT ON COLUMN tracksolid.live_positions.altitude       IS 'Metres.';
COMMENT ON COLUMN tracksolid.live_positions.pos_type       IS 'How it was positioned: GPS, LBS, WIFI, BEACON.';
COMMENT ON COLUMN tracksolid.live_positions.gps_time       IS 'Time of the fix, by the device''s clock.';
COMMENT ON COLUMN tracksolid.live_positions.heartbeat_time IS 'Last sign of life; a parked car''s can be days newer than gps_time.';

CREATE TABLE IF NOT EXISTS tracksolid.api_token_cache (
    login         text PRIMARY KEY,
    access_token  text,
    refresh_token text,
    issued_at     timestamptz,
    expires_at    timestamptz,
    requested_at  timestamptz,
    requested_by  text
);
REVOKE ALL ON tracksolid.api_token_cache FROM dashboard_ro, grafana_ro;
COMMENT ON TABLE tracksolid.api_token_cache IS
    'The vendor''s access token, shared by all replicas. A secret: readers'' roles have no right to this table.';
COMMENT ON COLUMN tracksolid.api_token_cache.login        IS 'Which login it belongs to: user id and a digest of the app key.';
COMMENT ON COLUMN tracksolid.api_token_cache.requested_at IS 'When a token was last asked for, answered or not: at most once a minute.';
COMMENT ON COLUMN tracksolid.api_token_cache.requested_by IS 'The replica that asked.';

CREATE TABLE IF NOT EXISTS tracksolid.geofences (
    fence_id      text PRIMARY KEY,
    fence_name    text,
    fence_type    text CHECK (fence_type IN ('circle', 'polygon')),
    geom          geometry(Geometry, 4326),
    radius_m      double precision CHECK (radius_m >= 0),
    color         text,
    description   text,
    account       text,
    alert_type    text,
    stay_time_in  integer,
    stay_time_out integer,
    imeis         text[],
    updated_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE tracksolid.geofences IS 'The platform''s geofences, as the vendor lists them.';
COMMENT ON COLUMN tracksolid.geofences.geom          IS 'The polygon, or the centre of the circle; WGS 84.';
COMMENT ON COLUMN tracksolid.geofences.radius_m      IS 'Metres; circles only.';
COMMENT ON COLUMN tracksolid.geofences.alert_type    IS 'Vendor''s list of in, out, stayTimeIn, stayTimeOut.';
COMMENT ON COLUMN tracksolid.geofences.stay_time_in  IS 'Days inside before the alert.';
COMMENT ON COLUMN tracksolid.geofences.stay_time_out IS 'Days outside before the alert.';
COMMENT ON COLUMN tracksolid.geofences.imeis         IS 'Devices bound to the fence.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('02_devices.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
