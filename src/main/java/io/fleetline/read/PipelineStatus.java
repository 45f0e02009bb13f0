package io.fleetline.read;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of the pipeline, as JSON. All who look at it share an answer: the more look on in an incident, the less the database should
 * have to do with it.
 */
@Singleton
final class PipelineStatus {
    private static final Duration KEPT_FOR = Duration.ofSeconds(2);
    /** The size of the database looks at each of its files. */
    private static final Duration STORAGE_KEPT_FOR = Duration.ofMinutes(1);

    private final Answers answers;
    private final InstantSource steady;

    private volatile @Nullable Kept status;
    private volatile @Nullable Kept storage;

    PipelineStatus(Answers answers, @Identifier("steady") InstantSource steady) {
        this.answers = answers;
        this.steady = steady;
    }

    private record Kept(String json, Instant at) {}

    /** At most {@link #KEPT_FOR} old; {@code as_of} in it says when it was made. */
    String json() {
        var latest = young(status, KEPT_FOR, this::read);
        status = latest;
        return latest.json();
    }

    private String read() {
        var latest = young(
                storage,
                STORAGE_KEPT_FOR,
                () -> answers.json("SELECT reporting.fn_pipeline_storage()::text", Map.of()));
        storage = latest;
        return answers.json(
                "SELECT reporting.fn_pipeline_status(:storage::jsonb)::text", Map.of("storage", latest.json()));
    }

    private Kept young(@Nullable Kept kept, Duration longest, Supplier<String> read) {
        var now = steady.instant();
        return kept != null && kept.at().plus(longest).isAfter(now) ? kept : new Kept(read.get(), now);
    }
}
