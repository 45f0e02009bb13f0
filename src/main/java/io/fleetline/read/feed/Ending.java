package io.fleetline.read.feed;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Arrays;

/** Why the service ends a connection. */
enum Ending {
    STOPPING(1001, "the service is stopping: connect again"),
    ACCESS_ENDED(1008, "the token has expired, was revoked, or has other cost centres now"),
    TOO_MANY(1013, "there are too many live connections of this token or address"),
    IDLE(1008, "nothing was heard of the client for too long"),
    TOO_FAST(1008, "too many messages at once"),
    BROKEN(1002, "a frame is not well-formed"),
    NO_UTF_8(1007, "a message is not UTF-8"),
    TOO_LONG(1009, "a message is longer than 16 KB"),
    LOG_IS_OFF(1013, "the change log is off"),
    FAILED(1011, "internal error; details are in the log");

    private final int code;
    private final String words;

    Ending(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** @param problem of the frames that came from a client */
    static Ending of(Throwable problem) {
        return switch (problem) {
            case CorruptedWebSocketFrameException frame -> of(frame.closeStatus());
            case TooLongFrameException _ -> TOO_LONG;
            default -> BROKEN;
        };
    }

    private static Ending of(WebSocketCloseStatus status) {
        return Arrays.stream(values())
                .filter(ending -> ending.code == status.code())
                .findFirst()
                .orElse(BROKEN);
    }

    /** Of RFC 6455. */
    short code() {
        return (short) code;
    }

    String words() {
        return words;
    }
}
