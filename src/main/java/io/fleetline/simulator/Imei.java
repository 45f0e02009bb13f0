package io.fleetline.simulator;

/** Invented IMEIs: a prefix of six digits, a number in eight, and the check digit that real IMEIs have. */
public final class Imei {
    private Imei() {}

    /** @param index from 0 to 99,999,998 */
    public static String of(String prefix, int index) {
        var digits = prefix + "%08d".formatted(index + 1);
        return digits + checkDigit(digits);
    }

    /** The Luhn digit: every second digit is doubled, all digits are summed, and the result completes the sum to a multiple of ten. */
    private static int checkDigit(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = (digits.charAt(i) - '0') * (i % 2 == 1 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
