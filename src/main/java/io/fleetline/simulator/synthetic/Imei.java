package io.fleetline.simulator.synthetic;

/** Invented IMEIs: 860000, the vehicle's number in eight digits, and the check digit that real IMEIs have. */
final class Imei {
    private static final String PREFIX = "860000";

    private Imei() {}

    static String of(int index) {
        var digits = PREFIX + "%08d".formatted(index + 1);
        return digits + checkDigit(digits);
    }

    /** Luhn's: every second digit doubled, all digits added up, what is missing to the next ten. */
    private static int checkDigit(String digits) {
        var sum = 0;
        for (var i = 0; i < digits.length(); i++) {
            var digit = (digits.charAt(i) - '0') * (i % 2 == 1 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
