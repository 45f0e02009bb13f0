package io.fleetline.ingest.poll;

import io.fleetline.tracksolid.Answer;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Requests an answer page by page, 100 rows each. The last page is the one that is not full, whatever total the vendor states. A full page
 * without a new row means that the vendor ignores the page number; without this check the loop would never end.
 */
final class PagedCalls {
    static final int ROWS_PER_PAGE = 100;

    private final Set<Object> seen = new HashSet<>();

    private PagedCalls() {}

    /**
     * Requests page after page, beginning with 1.
     *
     * @param mostRows the most rows that the vendor returns for one question; a positive multiple of 100
     * @param question requests the page of that number
     * @return whether all rows were received; otherwise the question must be repeated in smaller parts
     */
    static boolean haveAllRows(int mostRows, IntFunction<Answer<?>> question) {
        var pages = new PagedCalls();
        for (int page = 1; page <= mostRows / ROWS_PER_PAGE; page++) {
            var answer = question.apply(page);
            boolean hasNewRows = pages.take(answer);
            if (answer.rows() < ROWS_PER_PAGE) {
                return true;
            }
            if (!hasNewRows) {
                return pages.isTotalReached(answer);
            }
        }
        return false;
    }

    private boolean take(Answer<?> answer) {
        int before = seen.size();
        seen.addAll(answer.facts());
        seen.addAll(answer.rejections());
        seen.addAll(answer.silentImeis());
        return seen.size() > before;
    }

    private boolean isTotalReached(Answer<?> answer) {
        var total = answer.totalRows();
        return total != null && total <= seen.size();
    }
}
