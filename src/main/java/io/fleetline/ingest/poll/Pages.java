package io.fleetline.ingest.poll;

import java.util.function.IntUnaryOperator;

/** Pages of 100 rows: a page that is not full is the last, whatever total the vendor claims. */
final class Pages {
    static final int ROWS_PER_PAGE = 100;

    private Pages() {}

    /**
     * Asks page after page, beginning with 1, until one is not full or {@code mostRows} have come.
     *
     * @param rowsOfPage asks the page of that number, and says how many rows it had
     * @return how many rows came in all
     */
    static int ask(int mostRows, IntUnaryOperator rowsOfPage) {
        int total = 0;
        for (int page = 1; total < mostRows; page++) {
            int rows = rowsOfPage.applyAsInt(page);
            total += rows;
            if (rows < ROWS_PER_PAGE) {
                break;
            }
        }
        return total;
    }
}
