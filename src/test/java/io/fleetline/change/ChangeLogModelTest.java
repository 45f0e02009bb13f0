package io.fleetline.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random interleavings of writers, tickers, readers and consumers, compared with a model: the list of what has been committed. One thread takes all steps, so
 * a seed always gives the same history.
 */
class ChangeLogModelTest {
    private static final int STEPS = Integer.getInteger("fleetline.changes.steps", 1_500);

    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    static Stream<Long> seeds() {
        return IntStream.range(0, Integer.getInteger("fleetline.changes.seeds", 3))
                .mapToObj(number -> 41L + number);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyReaderHasEveryCommittedChangeOnceAndInOneOrder(long seed) throws SQLException {
        try (var history = new RandomHistory(DATABASE, seed)) {
            for (var step = 0; step < STEPS; step++) {
                history.step();
            }
            history.finish();

            // By counts and by equality: AssertJ's own comparison of the elements takes their square.
            assertThat(counted(history.readFromTheStart())).isEqualTo(counted(history.committed()));
            assertThat(history.committed()).hasSizeGreaterThan(STEPS / 10);
            for (var reader : history.readers()) {
                assertThat(reader.seen())
                        .as("a reader from %s on", reader.from())
                        .isEqualTo(history.readFrom(reader.from()));
            }
            assertThat(history.consumed()).isEqualTo(history.readFromTheStart());
        }
    }

    private static <T> Map<T, Long> counted(Collection<T> changes) {
        return changes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
