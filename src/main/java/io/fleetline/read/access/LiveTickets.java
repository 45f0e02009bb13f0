package io.fleetline.read.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fleetline.clock.ClockTicker;
import io.smallrye.common.annotation.Identifier;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tickets for live connections: a browser can set no header on them. A ticket stands in the address, so it is good once, for a short time, and in the process
 * that made it.
 */
@Singleton
public final class LiveTickets {
    public static final Duration GOOD_FOR = Duration.ofSeconds(30);
    static final int MOST = 10_000;

    private static final String PARAMETER = "ticket";
    private static final Set<String> PATHS = Set.of("/live", "/live/", "/live/stream", "/live/stream/");

    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Cache<TokenHash, Admission> tickets;

    /** @param steady a clock that is set back must not make a ticket last longer */
    LiveTickets(@Identifier("steady") InstantSource steady) {
        this.tickets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(GOOD_FOR)
                .ticker(new ClockTicker(steady))
                .executor(Runnable::run)
                .build();
    }

    /** A ticket for a caller who was let in like this. */
    public String issue(Admission admission) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tickets.put(TokenHash.of(ticket), admission);
        return ticket;
    }

    /** Whether the request is for a live connection and has a ticket. */
    static boolean isGiven(RoutingContext request) {
        return PATHS.contains(request.normalizedPath()) && request.request().getParam(PARAMETER) != null;
    }

    /** How its owner was let in; null: it is not good. */
    @Nullable Admission redeem(RoutingContext request) {
        return redeem(String.valueOf(request.request().getParam(PARAMETER)));
    }

    @Nullable Admission redeem(String ticket) {
        return tickets.asMap().remove(TokenHash.of(ticket));
    }
}
