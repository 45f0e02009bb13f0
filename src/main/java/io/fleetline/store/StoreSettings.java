package io.fleetline.store;

/**
 * The store's bounds.
 *
 * @param queuedFacts facts that may wait for a writer, per table; callers with more wait too
 * @param queuedSubmissions callers that may wait for a writer, per table
 * @param maxBatch facts that are committed together; one caller's facts are never split
 * @param fixWriters writers of fixes, each with its own connection while it writes
 * @param otherWriters writers of each other kind of fact
 */
public record StoreSettings(int queuedFacts, int queuedSubmissions, int maxBatch, int fixWriters, int otherWriters) {

    /**
     * The statements that each connection of a writer begins with. Waiting for another session's lock ends after one second, because a chunk
     * that is being compressed is locked until its last reader has ended. Late facts may decompress as many rows as they need, because their
     * number is bounded by the number of facts per commit. The store appends its fixes to the change log itself ({@code LoggedFixes}).
     */
    public static final String CONNECTION_START = """
            SET lock_timeout = '1s';
            SET fleetline.appends_fixes = 'on';
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
