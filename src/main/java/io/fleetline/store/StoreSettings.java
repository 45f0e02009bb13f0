package io.fleetline.store;

/**
 * The store's bounds.
 *
 * @param queuedFacts facts that may wait for a writer, per table; whoever brings more waits too
 * @param queuedSubmissions callers that may wait for a writer, per table
 * @param maxBatch facts that are committed together; one caller's facts are never divided
 * @param fixWriters writers of fixes, each with a connection of its own while it writes
 * @param otherWriters writers of each other kind of fact
 */
public record StoreSettings(int queuedFacts, int queuedSubmissions, int maxBatch, int fixWriters, int otherWriters) {

    /**
     * What each connection of a writer begins with. A lock that another session holds is waited for one second, not for ever: a chunk that is
     * being compressed is held until its last reader has ended. And late facts may unpack as many compressed rows as they need: their number
     * is bounded by the number of facts that are committed together.
     */
    public static final String CONNECTION_START = """
            SET lock_timeout = '1s';
            SELECT set_config(name, '0', false) FROM pg_settings
            WHERE name = 'timescaledb.max_tuples_decompressed_per_dml_transaction'
            """;

    public static final StoreSettings DEFAULT = new StoreSettings(50_000, 10_000, 5_000, 2, 1);

    public StoreSettings {
        requirePositive("queuedFacts", queuedFacts);
        requirePositive("queuedSubmissions", queuedSubmissions);
        requirePositive("maxBatch", maxBatch);
        requirePositive("fixWriters", fixWriters);
        requirePositive("otherWriters", otherWriters);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, not %d".formatted(name, value));
        }
    }
}
