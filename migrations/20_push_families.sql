-- 20 push families: what the pushes bring that polls do not. Alarm ids of the IoT hub: those of the JIMI class continue the ids of
-- 09; those of the JT/T class mean other things under the same numbers, so they carry the prefix jtt-, and driver assistance
-- (264) and driver camera (265) their sub-type behind it. An id that we have a name for already keeps it.
SET ROLE tracksolid_owner;

INSERT INTO tracksolid.alarm_types (alarm_type, alarm_name, severity, alarm_group) VALUES
    ('0',           'Normal',                           'info', 'device'),
    ('23',          'Pseudo base station',              'critical', 'jamming'),
    ('26',          'Transport mode left',              'info', 'device'),
    ('30',          'Airbag',                           'critical', 'collision'),
    ('32',          'Deep sleep',                       'info', 'device'),
    ('51',          'Locked',                           'info', 'door'),
    ('52',          'Unlocked',                         'info', 'door'),
    ('53',          'Unexpected unlocking',             'critical', 'door'),
    ('103',         'Device signed in',                 'info', 'device'),
    ('104',         'Device signed out',                'info', 'device'),
    ('105',         'File uploaded',                    'info', 'device'),
    ('107',         'Driver camera not reached',        'warning', 'device'),
    ('117',         'Driver tired (known driver)',      'warning', 'dms'),
    ('134',         'No SD card',                       'warning', 'device'),
    ('137',         'No USB camera',                    'warning', 'device'),
    ('161',         'Lens covered',                     'warning', 'tamper'),
    ('162',         'Face not aligned',                 'info', 'dms'),
    ('166',         'Seat belt on',                     'info', 'driver'),
    ('167',         'Seat belt off',                    'warning', 'driver'),
    ('228',         'Lane departure',                   'warning', 'adas'),
    ('229',         'Forward collision warning',        'warning', 'adas'),
    ('255',         'Engine off',                       'info', 'ignition'),
    ('jtt-256',     'Standard alarm of JT/T 808',       'warning', 'device'),
    ('jtt-257',     'Video signal lost',                'warning', 'device'),
    ('jtt-258',     'Video covered',                    'warning', 'tamper'),
    ('jtt-259',     'Storage fault',                    'warning', 'device'),
    ('jtt-262',     'Abnormal driving',                 'warning', 'harsh'),
    ('jtt-264',     'Driver assistance',                'warning', 'adas'),
    ('jtt-265',     'Driver camera',                    'warning', 'dms'),
    ('jtt-264-1',   'Forward collision warning',        'warning', 'adas'),
    ('jtt-264-2',   'Lane departure',                   'warning', 'adas'),
    ('jtt-264-3',   'Vehicle ahead too close',          'warning', 'adas'),
    ('jtt-264-4',   'Pedestrian collision warning',     'warning', 'adas'),
    ('jtt-264-5',   'Frequent lane changes',            'warning', 'adas'),
    ('jtt-264-6',   'Road sign overrun',                'warning', 'adas'),
    ('jtt-264-7',   'Obstacle',                         'warning', 'adas'),
    ('jtt-264-16',  'Road sign recognised',             'info', 'adas'),
    ('jtt-264-17',  'Picture taken (front)',            'info', 'adas'),
    ('jtt-265-1',   'Driver tired',                     'warning', 'dms'),
    ('jtt-265-2',   'Phone call',                       'warning', 'dms'),
    ('jtt-265-3',   'Smoking',                          'warning', 'dms'),
    ('jtt-265-4',   'Driver distracted',                'warning', 'dms'),
    ('jtt-265-5',   'No driver',                        'warning', 'dms'),
    ('jtt-265-6',   'Camera covered',                   'warning', 'dms'),
    ('jtt-265-8',   'Driving for too long',             'warning', 'dms'),
    ('jtt-265-10',  'Seat belt off',                    'warning', 'dms'),
    ('jtt-265-11',  'Sunglasses',                       'info', 'dms'),
    ('jtt-265-12',  'Hands off the wheel',              'warning', 'dms'),
    ('jtt-265-13',  'Phone in use',                     'warning', 'dms'),
    ('jtt-265-16',  'Picture taken (driver)',           'info', 'dms'),
    ('jtt-265-17',  'Driver changed',                   'info', 'dms'),
    ('jtt-4',       'Seat belt on',                     'info', 'driver'),
    ('jtt-5',       'Face check failed',                'warning', 'driver'),
    ('jtt-6',       'Face check passed',                'info', 'driver'),
    ('jtt-1024',    'Harsh acceleration',               'warning', 'harsh'),
    ('jtt-1025',    'Harsh braking',                    'warning', 'harsh'),
    ('jtt-1026',    'Sharp turn',                       'warning', 'harsh'),
    ('jtt-1027',    'Overspeed',                        'warning', 'speed'),
    ('jtt-1029',    'Collision while driving',          'critical', 'collision'),
    ('jtt-1030',    'Vibration while parked',           'warning', 'tamper'),
    ('jtt-1040',    'Sleep mode',                       'info', 'device'),
    ('jtt-1041',    'Working mode',                     'info', 'device'),
    ('jtt-3073',    'SOS',                              'critical', 'sos'),
    ('jtt-3074',    'External power low',               'warning', 'power'),
    ('jtt-3075',    'Ignition on',                      'info', 'ignition'),
    ('jtt-3076',    'Ignition off',                     'info', 'ignition'),
    ('jtt-3086',    'Power off',                        'warning', 'power')
ON CONFLICT (alarm_type) DO NOTHING;

-- The two push families that are not the hub's.
INSERT INTO infrastructure.endpoints (endpoint, source, expected_every, optional, description) VALUES
    ('/push',                 'push', NULL, true, 'Alarms of Tracksolid Pro'),
    ('/api/v1/tag/data/push', 'push', NULL, true, 'Fixes of Bluetooth tags')
ON CONFLICT (endpoint) DO NOTHING;

-- The replay of dead letters asks by reason and source.
CREATE INDEX IF NOT EXISTS dead_letters_source_reason_idx ON infrastructure.dead_letters (source, reason);

INSERT INTO tracksolid.schema_migrations (file) VALUES ('20_push_families.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
