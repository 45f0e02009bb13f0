package io.fleetline.read.ogc;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The description of a collection, as the standard defines it. */
record CollectionDocument(
        String id,
        String title,
        String description,
        Extent extent,
        String itemType,
        List<String> crs,
        String storageCrs,
        List<Link> links) {

    /**
     * The spatial and temporal extent of the features.
     *
     * @param spatial null if no feature has a known position
     */
    record Extent(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Spatial spatial,

            Temporal temporal) {
        static final Extent NONE = new Extent(null, Temporal.since(null));

        /** The current row of {@code reporting.fn_ogc_extents}. */
        static Extent of(ResultSet row) throws SQLException {
            var temporal = Temporal.since(row.getObject("first_time", OffsetDateTime.class));
            double west = row.getDouble("west");
            if (row.wasNull()) {
                return new Extent(null, temporal);
            }
            var box = List.of(west, row.getDouble("south"), row.getDouble("east"), row.getDouble("north"));
            return new Extent(new Spatial(List.of(box), Crs.CRS84.uri()), temporal);
        }
    }

    /** @param bbox one box: west, south, east, north */
    record Spatial(List<List<Double>> bbox, String crs) {}

    /** @param interval one interval, whose open end is null */
    record Temporal(List<List<@Nullable OffsetDateTime>> interval, String trs) {
        /** The end is open, because new facts keep arriving. */
        static Temporal since(@Nullable OffsetDateTime first) {
            return new Temporal(
                    List.of(Arrays.asList(first, null)), "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian");
        }
    }

    static CollectionDocument of(OgcCollection collection, Extent extent, Addresses addresses) {
        var address = addresses.collection(collection);
        return new CollectionDocument(
                collection.id(),
                collection.title(),
                collection.description(),
                extent,
                "feature",
                Crs.URIS,
                Crs.CRS84.uri(),
                List.of(
                        Link.toJson(address, "self", collection.title()),
                        Link.toHtml(address, collection.title() + " as a page"),
                        Link.toGeoJson(addresses.items(collection), "items", collection.title() + " as GeoJSON"),
                        Link.toJson(addresses.collections(), "collection", "All collections")));
    }
}
