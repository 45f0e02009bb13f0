package io.fleetline.ingest.poll;

import io.fleetline.fleet.Rejection;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pages of one answer. They are stored together when the last one has come; what came of an answer that broke off is stored as a part. */
final class WindowPages<T> implements AutoCloseable {
    private static final Stored NOT_YET = new Stored(0, 0, 0);

    private final WindowAnswers<T> answers;
    private final Calls calls;
    private final PolledWindow asked;
    private final List<T> facts = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private int rows;
    private boolean stored;

    WindowPages(WindowAnswers<T> answers, Calls calls, PolledWindow asked) {
        this.answers = answers;
        this.calls = calls;
        this.asked = asked;
    }

    /**
     * Asks for a page.
     *
     * @return how many rows it had
     */
    int ask(Supplier<Answer<T>> page) {
        return calls.logged(asked.method(), asked.account(), () -> {
                    var answer = page.get();
                    facts.addAll(answer.facts());
                    rejections.addAll(answer.rejections());
                    rows += answer.rows();
                    return new Calls.Outcome<>(answer, answer.rows(), storeIfLast(answer));
                })
                .rows();
    }

    private Stored storeIfLast(Answer<T> answer) {
        if (answer.mayBeTruncated()) {
            return NOT_YET;
        }
        stored = true;
        return isLess(rows, answer.totalRows())
                ? answers.storePart(asked.method(), facts, rejections)
                : answers.storeWhole(asked, facts, rejections);
    }

    private static boolean isLess(int rows, @Nullable Integer total) {
        return total != null && rows < total;
    }

    @Override
    public void close() {
        if (!stored) {
            answers.storePart(asked.method(), facts, rejections);
        }
    }
}
