package io.fleetline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.fleetline.database.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmissionQueueTest {

    private final SubmissionQueue<String, Void> queue = new SubmissionQueue<>(3, 10);

    @Test
    void aBatchIsAsMuchAsFitsInOrder() {
        put("a", 4);
        put("b", 3);
        put("c", 3);
        assertThat(names(queue.take(7))).containsExactly("a", "b");
        assertThat(names(queue.take(1))).containsExactly("c");
    }

    @Test
    void oneThatIsHeavierThanTheQueueGoesAlone() {
        put("heavy", 100);
        assertThat(names(queue.take(5))).containsExactly("heavy");
    }

    @Test
    void whoFindsNoRoomWaits() throws Exception {
        put("a", 8);
        var caller = Thread.ofVirtual().start(() -> put("b", 3));
        await().until(() -> caller.getState() == Thread.State.WAITING);
        assertThat(names(queue.takeAll())).containsExactly("a");
        caller.join();
        assertThat(names(queue.takeAll())).containsExactly("b");
    }

    @Test
    void theNumberIsBoundedTooAndTheOldestMayBeDropped() {
        put("a", 1);
        put("b", 1);
        put("c", 1);
        assertThat(names(queue.putDroppingOldest(new Pending<>("d", 1)))).containsExactly("a");
        assertThat(names(queue.takeAll())).containsExactly("b", "c", "d");
    }

    @Test
    void onceClosedItIsEmptiedButNotFilled() {
        put("a", 1);
        queue.close();
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> put("b", 1));
        assertThat(names(queue.take(5))).containsExactly("a");
        assertThat(queue.take(5)).isEmpty();
    }

    private void put(String name, int weight) {
        queue.put(new Pending<>(name, weight));
    }

    private static List<String> names(List<Pending<String, Void>> taken) {
        return taken.stream().map(Pending::submission).toList();
    }
}
