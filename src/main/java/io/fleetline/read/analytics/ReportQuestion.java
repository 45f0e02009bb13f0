package io.fleetline.read.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.Period;
import io.fleetline.read.Single;
import io.fleetline.read.analytics.Report.Rows;
import jakarta.ws.rs.BadRequestException;
import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request for a report.
 *
 * @param rows the list that a table shows
 * @param parameters the parameters of the report's SQL function
 */
record ReportQuestion(Rows rows, Map<String, @Nullable Object> parameters) {
    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;

    /** @throws BadRequestException that names the parameter */
    static ReportQuestion of(Report report, Map<String, List<String>> given, Caller caller) {
        var period = Period.of(given);
        var parameters = new HashMap<>(Filters.parameters(given, caller));
        parameters.put("from", day("from", period.from()));
        parameters.put("to", day("to", period.to()));
        parameters.put("limit", limit(Single.value("limit", given)));
        parameters.put("after", key(Single.value("after", given)));
        return new ReportQuestion(rows(report, Single.value("rows", given)), parameters);
    }

    private static @Nullable LocalDate day(String name, @Nullable Temporal end) {
        return switch (end) {
            case null -> null;
            case LocalDate day -> day;
            default -> throw new BadRequestException(name + " must be a business day, like 2026-05-31: not an instant");
        };
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadRequestException("limit must be a number from 1 to " + MAX_LIMIT);
        }
        return limit;
    }

    /** Decodes a cursor of {@code reporting.fn_cursor}. */
    private static @Nullable String key(String cursor) {
        if (cursor.isEmpty()) {
            return null;
        }
        try {
            var key = new String(HexFormat.of().parseHex(cursor), UTF_8);
            if (key.indexOf('\0') < 0) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("after is not a cursor from an answer", e);
        }
        throw new BadRequestException("after is not a cursor from an answer");
    }

    private static Rows rows(Report report, String name) {
        var rows = name.isEmpty() ? report.lists().getFirst() : report.list(name);
        if (rows == null) {
            throw new BadRequestException("rows must be one of %s"
                    .formatted(report.lists().stream().map(Rows::name).toList()));
        }
        return rows;
    }
}
