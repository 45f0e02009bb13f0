package io.fleetline.read.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The formats of a track. */
enum TrackFormat {
    JSON("application/json", "reporting.fn_track_geojson", rows -> Frame.geojson(new String(rows.next(), UTF_8))),
    GPX("application/gpx+xml", "reporting.fn_track_gpx", rows -> new Frame("""
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Fleetline" xmlns="http://www.topografix.com/GPX/1/1">""", "", "</gpx>\n")),
    CSV(
            "text/csv",
            "reporting.fn_track_csv",
            rows -> new Frame(
                    "imei,vehicle_number,gps_time,lng,lat,speed,direction,acc_status,altitude,satellites,odometer_km,pos_type\r\n",
                    "",
                    ""));

    private final MediaType type;
    private final String function;
    private final Function<Iterator<byte[]>, Frame> frame;

    TrackFormat(String type, String function, Function<Iterator<byte[]>, Frame> frame) {
        this.type = MediaType.valueOf(type);
        this.function = function;
        this.frame = frame;
    }

    /**
     * The format requested by name, or else the first acceptable one.
     *
     * @param accepted in order of preference
     * @throws BadRequestException for an unknown name
     * @throws NotAcceptableException if no format is acceptable
     */
    static TrackFormat of(String name, List<MediaType> accepted) {
        if (name.isEmpty()) {
            return accepted.stream()
                    .flatMap(type -> Arrays.stream(values()).filter(format -> format.type.isCompatible(type)))
                    .findFirst()
                    .orElseThrow(() ->
                            new NotAcceptableException("a track is application/json, application/gpx+xml or text/csv"));
        }
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("format must be json, gpx or csv"));
    }

    /** With its charset if it needs one. */
    MediaType type() {
        return this == CSV ? type.withCharset("UTF-8") : type;
    }

    /** Whether a browser saves it as a file. */
    boolean isFile() {
        return this != JSON;
    }

    /** The extension of its files. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The SQL function that returns the rows. */
    String function() {
        return function;
    }

    Function<Iterator<byte[]>, Frame> frame() {
        return frame;
    }
}
