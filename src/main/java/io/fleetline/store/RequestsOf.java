package io.fleetline.store;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ids of the requests that are committed together, for the log. They are formatted only when something is logged. */
record RequestsOf<S>(List<? extends Pending<S, ?>> group, Function<S, @Nullable String> requestId) {
    private static final int NAMED = 20;

    @Override
    public String toString() {
        var ids = group.stream()
                .map(pending -> requestId.apply(pending.submission()))
                .filter(Objects::nonNull)
                .toList();
        var named = ids.stream().limit(NAMED).collect(joining(" "));
        return ids.size() <= NAMED ? named : "%s and %d more".formatted(named, ids.size() - NAMED);
    }
}
