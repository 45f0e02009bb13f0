package io.fleetline.tracksolid;

import org.jspecify.annotations.Nullable;

/** A call that failed. The message names method, account and reason, and never contains a secret. */
public final class TracksolidException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure, which decides what the caller does next. */
    public enum Kind {
        /** Too many requests (1005, 1006): back off. */
        LIMITED,
        /** No valid token is available: try again in a minute. */
        TOKEN,
        /** The vendor is busy (-1, 1100), also on the retry. */
        BUSY,
        /** The vendor refused the request: repeating it will not help. */
        REFUSED,
        /** The reply does not follow the vendor's documentation: garbage, truncated JSON, an HTML page, too long. */
        UNREADABLE,
        /** No reply: no connection, timeout, an HTTP status other than 200 (404 and 405 are UNREADABLE: not the vendor's server). */
        UNREACHABLE,
        /** The account's gate is closed: nothing was sent. */
        BLOCKED
    }

    private final Kind kind;
    private final int code;
    private final String method;
    private final String account;
    private final String reason;

    TracksolidException(Kind kind, int code, String method, String account, String reason, @Nullable Throwable cause) {
        super("%s for account %s: %s".formatted(method, account, reason), cause);
        this.kind = kind;
        this.code = code;
        this.method = method;
        this.account = account;
        this.reason = reason;
    }

    TracksolidException(Kind kind, Call call, String reason) {
        this(kind, 0, call.method(), call.account(), reason, null);
    }

    TracksolidException(Kind kind, Call call, String reason, @Nullable Throwable cause) {
        this(kind, 0, call.method(), call.account(), reason, cause);
    }

    public Kind kind() {
        return kind;
    }

    /** The vendor's code; 0 if it sent none. */
    public int code() {
        return code;
    }

    /** The API method, e.g. {@code jimi.device.track.list}. */
    public String method() {
        return method;
    }

    public String account() {
        return account;
    }

    /** The message without method and account. */
    String reason() {
        return reason;
    }
}
