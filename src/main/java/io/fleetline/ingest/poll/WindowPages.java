package io.fleetline.ingest.poll;

import io.fleetline.fleet.Rejection;
import io.fleetline.store.PolledWindow;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The pages of one answer. They are stored together after the last one; the pages of an answer that failed midway are stored as a part. */
final class WindowPages<T> {
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
     * Requests all pages and stores them.
     *
     * @param mostRows as in {@link PagedCalls#haveAllRows}
     * @param question requests the page of that number
     * @return whether all rows were received
     */
    boolean haveAllRows(int mostRows, IntFunction<Answer<T>> question) {
        boolean whole = false;
        try {
            whole = PagedCalls.haveAllRows(mostRows, page -> ask(question, page));
            return whole;
        } finally {
            storeIncomplete(whole);
        }
    }

    private Answer<T> ask(IntFunction<Answer<T>> question, int page) {
        return calls.logged(asked.method(), asked.account(), () -> {
            var answer = question.apply(page);
            facts.addAll(answer.facts());
            rejections.addAll(answer.rejections());
            rows += answer.rows();
            return new Calls.CountedAnswer<>(answer, answer.rows(), answer.mayBeTruncated() ? NOT_YET : store(answer));
        });
    }

    /** Stores with the last page, so that the log has the count in that page's row. */
    private Stored store(Answer<T> last) {
        stored = true;
        return isLess(rows, last.totalRows())
                ? answers.storePart(asked.method(), facts, rejections)
                : answers.storeWhole(asked, facts, rejections);
    }

    private static boolean isLess(int rows, @Nullable Integer total) {
        return total != null && rows < total;
    }

    /** After a full last page, or none: the vendor repeats pages, has too many rows, or the answer failed midway. */
    private void storeIncomplete(boolean whole) {
        if (!stored) {
            calls.count(
                    whole
                            ? answers.storeWhole(asked, facts, rejections)
                            : answers.storePart(asked.method(), facts, rejections));
        }
    }
}
