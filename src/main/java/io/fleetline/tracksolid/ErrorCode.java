package io.fleetline.tracksolid;

import io.fleetline.tracksolid.TracksolidException.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The vendor's general result codes; any other code counts as a refusal. */
enum ErrorCode {
    SYSTEM_BUSY(-1, Kind.BUSY, "system busy"),
    ALREADY_BOUND(10, Kind.REFUSED, "device already bound"),
    PARAMETER_ERROR(1001, Kind.REFUSED, "parameter error"),
    ILLEGAL_USER_OR_DEVICE(1002, Kind.REFUSED, "illegal user or device"),
    REPEATED_OPERATION(1003, Kind.REFUSED, "repeated operation"),
    TOKEN_INVALID(1004, Kind.TOKEN, "token missing, unknown or expired"),
    IP_LIMIT(1005, Kind.LIMITED, "IP access limit exceeded"),
    TOO_FREQUENT(1006, Kind.LIMITED, "requests too frequent"),
    METHOD_ERROR(1007, Kind.REFUSED, "request method error"),
    ABNORMAL_ACCESS(1008, Kind.REFUSED, "abnormal access"),
    BUSINESS_EXCEPTION(1100, Kind.BUSY, "business exception"),
    DEVICE_EXISTS(1112, Kind.REFUSED, "device already exists"),
    FENCE_NAME_EXISTS(1114, Kind.REFUSED, "fence name already exists"),
    VIDEO_LIST_NOT_READY(1207, Kind.REFUSED, "video list not yet reported"),
    // One client received these two as token errors; the vendor does not document them.
    TOKEN_ERROR_10006(10006, Kind.TOKEN, "token error"),
    TOKEN_ERROR_10011(10011, Kind.TOKEN, "token error"),
    ACCOUNT_CREATION_FAILED(12001, Kind.REFUSED, "account creation failed"),
    TRANSFER_FAILED(12002, Kind.REFUSED, "device transfer failed"),
    FENCE_CREATION_FAILED(12003, Kind.REFUSED, "fence creation failed"),
    FENCE_DELETION_FAILED(12004, Kind.REFUSED, "fence deletion failed"),
    COMMAND_FAILED(12005, Kind.REFUSED, "command sending failed");

    private static final Map<Integer, ErrorCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(error -> error.code, Function.identity()));

    private final int code;
    private final Kind kind;
    private final String meaning;

    ErrorCode(int code, Kind kind, String meaning) {
        this.code = code;
        this.kind = kind;
        this.meaning = meaning;
    }

    static TracksolidException exception(int code, Call call, String vendorMessage) {
        var known = Optional.ofNullable(BY_CODE.get(code));
        var kind = known.map(error -> error.kind).orElse(Kind.REFUSED);
        var meaning = known.map(error -> error.meaning).orElse("unknown code");
        var remark = vendorMessage.isEmpty() ? "" : " (%s)".formatted(vendorMessage);
        return new TracksolidException(
                kind, code, call.method(), call.account(), "%d %s%s".formatted(code, meaning, remark), null);
    }
}
