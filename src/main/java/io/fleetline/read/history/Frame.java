package io.fleetline.read.history;

/**
 * The text around the rows of a streamed answer.
 *
 * @param head before the first row
 * @param between between any two rows
 * @param tail after the last row
 */
public record Frame(String head, String between, String tail) {

    /** Each row ends with its own line break. */
    static Frame lines(String head) {
        return new Frame(head, "", "");
    }

    Frame after(String start) {
        return start.isEmpty() ? this : new Frame(start + head, between, tail);
    }

    /** A GeoJSON feature collection; each row is a feature. */
    static Frame geojson(String summary) {
        return new Frame(
                "{\"summary\":" + summary + ",\"geojson\":{\"type\":\"FeatureCollection\",\"features\":[", ",", "]}}");
    }
}
