package io.fleetline.read.ogc;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a collection holds, as the standard describes it. */
record CollectionDocument(
        String id,
        String title,
        String description,
        Extent extent,
        String itemType,
        List<String> crs,
        List<Link> links) {
    /** WGS 84, longitude first. */
    static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    /** Where and when the features are. */
    record Extent(Spatial spatial, Temporal temporal) {}

    /**
     * The whole world: a narrower box would have to hold every feature there ever was, and to find it would be to read them all.
     *
     * @param bbox one box: west, south, east, north
     */
    record Spatial(List<List<Double>> bbox, String crs) {
        static final Spatial WORLD = new Spatial(List.of(List.of(-180.0, -90.0, 180.0, 90.0)), CRS84);
    }

    /** @param interval one interval, whose open end is null */
    record Temporal(List<List<@Nullable OffsetDateTime>> interval, String trs) {
        static Temporal since(@Nullable OffsetDateTime first) {
            var interval = new ArrayList<@Nullable OffsetDateTime>();
            interval.add(first);
            interval.add(null);
            return new Temporal(List.of(interval), "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian");
        }
    }

    /** @param first when it begins; null when it holds nothing */
    static CollectionDocument of(OgcCollection collection, @Nullable OffsetDateTime first, Addresses addresses) {
        return new CollectionDocument(
                collection.id(),
                collection.title(),
                collection.description(),
                new Extent(Spatial.WORLD, Temporal.since(first)),
                "feature",
                List.of(CRS84),
                List.of(
                        Link.toJson(addresses.collection(collection), "self", collection.title()),
                        Link.toGeoJson(addresses.items(collection), "items", collection.title() + " as GeoJSON"),
                        Link.toJson(addresses.collections(), "collection", "All collections")));
    }
}
