package io.fleetline.simulator;

import java.time.Duration;

/**
 * The strictness of the simulated cloud, and the application and account that it accepts.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 for any free one
 * @param appKey the only application key that is accepted
 * @param userId the account that owns all others
 * @param userPwdMd5 the MD5 of its password, lower-case hex
 * @param longestToken the longest lifetime of a token
 * @param tokenGetMinInterval the shortest time between two calls of token.get
 * @param callsPerMinutePerAccount how many calls each account may make per minute
 * @param getAllowed whether GET is accepted like POST
 * @param newTokenEndsOldOne whether a new token invalidates the previous one
 */
public record SimulatorSettings(
        String host,
        int port,
        String appKey,
        String appSecret,
        String userId,
        String userPwdMd5,
        Duration longestToken,
        Duration tokenGetMinInterval,
        int callsPerMinutePerAccount,
        boolean getAllowed,
        boolean newTokenEndsOldOne) {

    /** Loopback, any free port, made-up credentials that protect nothing, generous limits. */
    public static SimulatorSettings demo() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                "AAAABBBBCCCCDDDD0000111122223333",
                "0123456789abcdef0123456789abcdef",
                "fleetdemo",
                "ec5858520d3ef00dc774068ef9aa8f2d",
                Duration.ofHours(2),
                Duration.ofSeconds(60),
                6000,
                false,
                true);
    }

    public SimulatorSettings withCallsPerMinutePerAccount(int calls) {
        return new SimulatorSettings(
                host,
                port,
                appKey,
                appSecret,
                userId,
                userPwdMd5,
                longestToken,
                tokenGetMinInterval,
                calls,
                getAllowed,
                newTokenEndsOldOne);
    }

    public SimulatorSettings withTokenGetMinInterval(Duration interval) {
        return new SimulatorSettings(
                host,
                port,
                appKey,
                appSecret,
                userId,
                userPwdMd5,
                longestToken,
                interval,
                callsPerMinutePerAccount,
                getAllowed,
                newTokenEndsOldOne);
    }

    public SimulatorSettings withGetAllowed(boolean allowed) {
        return new SimulatorSettings(
                host,
                port,
                appKey,
                appSecret,
                userId,
                userPwdMd5,
                longestToken,
                tokenGetMinInterval,
                callsPerMinutePerAccount,
                allowed,
                newTokenEndsOldOne);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "SimulatorSettings[%s:%d, user %s]".formatted(host, port, userId);
    }
}
