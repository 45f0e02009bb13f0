package io.fleetline.tracksolid;

import org.jspecify.annotations.Nullable;

/** A call that brought no answer. The message names method, account and reason, and never a secret. */
public final class TracksolidException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is, which decides what the caller does next. */
    public enum Kind {
        /** Too many requests (1005, 1006): back off. */
        LIMITED,
        /** No valid token could be had: come back in a minute. */
        TOKEN,
        /** The vendor is busy (-1, 1100), also at the second try. */
        BUSY,
        /** The vendor understood and said no: the same request will not do better. */
        REFUSED,
        /** The reply is not what the vendor promises: garbage, cut JSON, a page of HTML, too long. */
        UNREADABLE,
        /** No reply: no connection, time-out, an HTTP status other than 200 (404 and 405 are UNREADABLE: no such cloud). */
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

    /** The vendor's code; 0 when it gave none. */
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
