package io.fleetline.outbox.receiver;

import java.util.regex.Pattern;

/** How addresses are written. */
final class IpLiteral {
    private static final String NUMBER = "(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern FOUR_NUMBERS = Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){3}");
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)");

    private IpLiteral() {}

    /** An IPv4 address in its only unambiguous form: no number has a leading zero, which some programs read as octal. */
    static boolean isFourNumbers(String host) {
        return FOUR_NUMBERS.matcher(host).matches();
    }

    /** Whether some program would read the host as an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1, 127.1. */
    static boolean endsWithNumber(String host) {
        return NUMERIC_END.matcher(host).matches();
    }
}
