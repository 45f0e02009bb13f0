package io.fleetline.read.ogc;

import jakarta.ws.rs.BadRequestException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The coordinate systems in which features can be requested and boxes given. */
enum Crs {
    /** WGS 84, longitude first, as in GeoJSON. */
    CRS84(84, "http://www.opengis.net/def/crs/OGC/1.3/CRS84"),
    /** WGS 84, latitude first. */
    EPSG_4326(4326, "http://www.opengis.net/def/crs/EPSG/0/4326"),
    /** Web Mercator, metres. */
    EPSG_3857(3857, "http://www.opengis.net/def/crs/EPSG/0/3857");

    static final List<String> URIS = Arrays.stream(values()).map(crs -> crs.uri).toList();

    private final int srid;
    private final String uri;

    Crs(int srid, String uri) {
        this.srid = srid;
        this.uri = uri;
    }

    /**
     * The system that a parameter names; {@link #CRS84} without one.
     *
     * @throws BadRequestException that names the parameter and lists the systems
     */
    static Crs of(String parameter, @Nullable String uri) {
        return uri == null
                ? CRS84
                : Arrays.stream(values())
                        .filter(crs -> crs.uri.equals(uri))
                        .findFirst()
                        .orElseThrow(() -> new BadRequestException(
                                "%s: '%s' is not one of %s".formatted(parameter, uri, String.join(", ", URIS))));
    }

    /** The number for {@code reporting.fn_ogc_feature}. */
    int srid() {
        return srid;
    }

    String uri() {
        return uri;
    }
}
