package io.fleetline.read.feed;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.live.LiveFix;
import io.fleetline.read.live.LiveQuestion;
import io.fleetline.read.live.LiveVehicle;
import io.fleetline.read.live.Move;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What it costs to find the subscription that a moved vehicle concerns: there is one for each, however many subscriptions there are. */
public final class MatchingCost {
    private static final int VEHICLES = 10_000;

    /** As many as ten backlogs can hold. */
    private static final int MOVING = 5_000;

    private static final int MOVES = 50_000;

    private final Audience audience = new Audience();
    private final List<Backlog> backlogs;
    private final List<Move> moves;

    /** @param subscriptions between which the vehicles are divided, at most 10,000 */
    public MatchingCost(int subscriptions) {
        backlogs = IntStream.range(0, subscriptions)
                .mapToObj(number -> backlog(number, subscriptions))
                .toList();
        backlogs.forEach(audience::join);
        moves = IntStream.range(0, MOVES)
                .mapToObj(number -> move((int) (number * 7_919L % MOVING)))
                .toList();
    }

    private static Backlog backlog(int first, int step) {
        var imeis = IntStream.iterate(first, imei -> imei < VEHICLES, imei -> imei + step)
                .mapToObj(String::valueOf)
                .toList();
        var question = LiveQuestion.of(Map.of("imei", imeis), Caller.ANYBODY, Map::of);
        return new Backlog(new Subscription(question, null, EnumSet.of(FeedKind.POSITION), 1), () -> {});
    }

    private static Move move(int vehicle) {
        var imei = String.valueOf(vehicle);
        return new Move(imei, vehicle(imei, 36.8), vehicle(imei, 36.9));
    }

    private static LiveVehicle vehicle(String imei, double lng) {
        var attributes = new ArrayList<@Nullable String>();
        Filters.NAMES.forEach(name -> attributes.add(name.equals("imei") ? imei : "some " + name));
        var fix = new LiveFix(lng, -1.3, null, null, null, Instant.EPOCH, null);
        return new LiveVehicle(attributes, "some cost centre", 1, true, "moving", new byte[0], fix);
    }

    /** Nanoseconds a moved vehicle, until it is in the backlog. */
    public double nanosAMove() {
        backlogs.forEach(backlog -> backlog.take(Integer.MAX_VALUE));
        long began = System.nanoTime();
        audience.tell(moves);
        return (System.nanoTime() - began) / (double) MOVES;
    }
}
