package io.fleetline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingTest {

    private final List<List<Integer>> attempts = new ArrayList<>();
    private final List<Integer> served = new ArrayList<>();
    private final List<Integer> culprits = new ArrayList<>();

    @Test
    void whoeverIsToBlameAllOthersAreServedInTheirOrder() throws SQLException {
        var random = new Random(4);
        for (var round = 0; round < 200; round++) {
            served.clear();
            culprits.clear();
            var all = IntStream.range(0, 1 + random.nextInt(40)).boxed().toList();
            var bad = all.stream().filter(_ -> random.nextInt(5) == 0).toList();
            attempt(all, bad);
            assertThat(culprits).isEqualTo(bad);
            assertThat(served)
                    .isEqualTo(all.stream().filter(one -> !bad.contains(one)).toList());
        }
    }

    @Test
    void withoutACulpritThereIsOneAttempt() throws SQLException {
        attempt(List.of(1, 2, 3), List.of());
        assertThat(attempts).containsExactly(List.of(1, 2, 3));
    }

    @Test
    void eachHalfIsTriedOnItsOwn() throws SQLException {
        attempt(List.of(1, 2, 3, 4, 5), List.of(2));
        assertThat(attempts)
                .containsExactly(List.of(1, 2, 3, 4, 5), List.of(1, 2), List.of(1), List.of(2), List.of(3, 4, 5));
    }

    @Test
    void aFailureThatIsAboutNoneOfThemEndsIt() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Halving.attempt(
                        List.of(1, 2, 3, 4),
                        some -> {
                            attempts.add(some);
                            if (some.contains(1)) {
                                throw new IOException(some.size() > 1 ? "one of them" : "the server is away");
                            }
                        },
                        e -> "one of them".equals(e.getMessage()),
                        (one, _) -> culprits.add(one)));
        assertThat(attempts).containsExactly(List.of(1, 2, 3, 4), List.of(1, 2), List.of(1));
        assertThat(culprits).isEmpty();
    }

    private void attempt(List<Integer> all, List<Integer> bad) throws SQLException {
        Halving.attempt(
                all,
                some -> {
                    attempts.add(some);
                    if (some.stream().anyMatch(bad::contains)) {
                        throw new SQLException("one of them", "23514");
                    }
                    served.addAll(some);
                },
                SqlTrouble::isBadRow,
                (one, _) -> culprits.add(one));
    }
}
