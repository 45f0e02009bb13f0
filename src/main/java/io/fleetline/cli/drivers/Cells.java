package io.fleetline.cli.drivers;

import io.fleetline.fleet.Plausibility;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates cells. */
final class Cells {
    private static final int LONGEST = 100;
    private static final int LONGEST_SHOWN = 40;
    private static final BigDecimal MOST_FUEL = BigDecimal.valueOf(200);
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}([.,][0-9]{1,6})?");
    private static final Pattern SHORTENED = Pattern.compile("[0-9]([.,][0-9]+)?[eE]\\+?[0-9]{1,2}");

    private Cells() {}

    /** Why a cell is invalid; null if it is valid. The cell is neither blank nor a mark. */
    static @Nullable String reasonAgainst(Column column, String cell) {
        if (cell.codePoints().anyMatch(Character::isISOControl)) {
            return "holds a line break or another control character";
        }
        if (cell.length() > LONGEST) {
            return "is longer than %d characters".formatted(LONGEST);
        }
        return switch (column) {
            case IMEI -> reasonAgainstImei(cell);
            case DRIVER_PHONE -> isShortened(cell) ? "was shortened by a spreadsheet: format its column as text" : null;
            case FUEL_100KM -> isFuel(cell) ? null : "is not a number of litres per 100 km, 0 to 200";
            default -> null;
        };
    }

    private static @Nullable String reasonAgainstImei(String cell) {
        if (isShortened(cell)) {
            return "was shortened by a spreadsheet: format its column as text";
        }
        return Plausibility.reasonAgainstImei(cell) == null ? null : "is not an IMEI";
    }

    private static boolean isShortened(String cell) {
        return SHORTENED.matcher(cell).matches();
    }

    private static boolean isFuel(String cell) {
        return NUMBER.matcher(cell).matches() && decimal(cell).compareTo(MOST_FUEL) <= 0;
    }

    /** In the form that the database stores. */
    static String canonical(Column column, String cell) {
        return column == Column.FUEL_100KM ? decimal(cell).stripTrailingZeros().toPlainString() : cell;
    }

    private static BigDecimal decimal(String cell) {
        return new BigDecimal(cell.replace(',', '.'));
    }

    /** Shortened, and safe to print on a terminal. */
    static String shown(String text) {
        var safe = text.replaceAll("\\p{Cntrl}", "\uFFFD");
        return safe.length() <= LONGEST_SHOWN ? safe : safe.substring(0, LONGEST_SHOWN) + "…";
    }
}
