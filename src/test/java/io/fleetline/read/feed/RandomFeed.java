package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import io.fleetline.read.ogc.BoundingBox;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A random history of a fleet and its clients, step by step. */
final class RandomFeed {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VEHICLES = 40;
    private static final List<String> COST_CENTRES = List.of("North", "South", "West");
    private static final List<String> CITIES = List.of("Nairobi", "Mombasa");
    private static final List<String> DRIVERS = List.of("Ada", "Ada", "Ada", "Ada", "Ben");
    private static final List<String> STATUSES = List.of("moving", "idle", "parked");

    private final Random chance;
    private final LiveBoard board = new LiveBoard();
    private final Audience audience = new Audience();
    private final VehicleRecords records = new VehicleRecords();
    private final List<FeedEvent> log = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private LogPosition newest = TestVehicles.at(1);
    private int events;
    private int resumed;
    private int received;

    RandomFeed(long seed) {
        chance = new Random(seed);
        var all = new ArrayList<LiveVehicle>();
        for (int number = 0; number < VEHICLES; number++) {
            all.add(random(String.valueOf(number)));
        }
        board.replace(all);
        for (int number = 0; number < 12; number++) {
            clients.add(new Client(subscription()));
        }
    }

    private LiveVehicle random(String imei) {
        return TestVehicles.vehicle(
                imei,
                any(COST_CENTRES),
                any(CITIES),
                any(DRIVERS),
                Math.round(chance.nextDouble(-180, 180) * 10) / 10.0,
                Math.round(chance.nextDouble(-80, 80) * 10) / 10.0,
                any(STATUSES),
                new TestVehicles.Motion(
                        chance.nextInt(5) == 0 ? null : chance.nextInt(2_000) / 10.0,
                        chance.nextInt(5) == 0 ? null : chance.nextInt(361) / 1.0,
                        chance.nextInt(5) == 0 ? null : chance.nextInt(1_000_000) / 1_000.0,
                        chance.nextInt(5) == 0 ? null : chance.nextBoolean()));
    }

    private <T> T any(List<T> some) {
        return some.get(chance.nextInt(some.size()));
    }

    private Subscription subscription() {
        var filters = new HashMap<String, List<String>>();
        if (chance.nextInt(3) == 0) {
            filters.put("cost_centre", List.of(any(COST_CENTRES), any(COST_CENTRES)));
        }
        if (chance.nextInt(4) == 0) {
            filters.put("assigned_city", List.of(any(CITIES)));
        }
        if (chance.nextInt(4) == 0) {
            filters.put("imei", List.of("1", "2", "3", "4", "5", "6", "7"));
        }
        var kinds = any(List.of(
                EnumSet.of(FeedKind.POSITION, FeedKind.TRIP),
                EnumSet.of(FeedKind.STATUS, FeedKind.TRIP),
                EnumSet.of(FeedKind.TRIP),
                EnumSet.of(FeedKind.POSITION, FeedKind.STATUS)));
        return new Subscription(TestVehicles.question(filters), chance.nextBoolean() ? null : box(), kinds, 50);
    }

    private BoundingBox box() {
        var side = any(List.of(3.0, 40.0, 150.0));
        var west = chance.nextDouble(-180, 180);
        var south = chance.nextDouble(-80, 80);
        var east = west + side > 180 ? west + side - 360 : west + side; // may cross the antimeridian
        return new BoundingBox(west, south, east, Math.min(south + side, 90));
    }

    void step() {
        switch (chance.nextInt(10)) {
            case 0, 1, 2 -> move();
            case 3, 4 -> happen();
            case 5 -> any(clients).resume();
            case 6 -> {
                if (chance.nextInt(30) == 0) {
                    any(clients).begin(subscription());
                }
            }
            default -> any(clients).take();
        }
    }

    /** Some vehicles move, change their cost centre, or leave the map and come back. */
    private void move() {
        var touched = new HashSet<String>();
        var found = new ArrayList<LiveVehicle>();
        for (int number = 0; number <= chance.nextInt(5); number++) {
            var imei = String.valueOf(chance.nextInt(VEHICLES));
            if (touched.add(imei) && chance.nextInt(8) > 0) {
                found.add(random(imei));
            }
        }
        var next = next();
        audience.tell(board.apply(touched, found));
        newest = next;
    }

    private void happen() {
        var next = next();
        var some = new ArrayList<FeedEvent>();
        for (int number = 0; number <= chance.nextInt(4); number++) {
            some.add(TestVehicles.trip(next.tick(), String.valueOf(chance.nextInt(VEHICLES)), ++events));
        }
        log.addAll(some);
        audience.tell(some, board);
        clients.forEach(client -> some.stream().filter(client::wants).forEach(client.expected::add));
        newest = next;
    }

    private LogPosition next() {
        return TestVehicles.at(newest.tick() + 1);
    }

    void finish() {
        clients.forEach(Client::takeAll);
    }

    List<Client> clients() {
        return clients;
    }

    int resumed() {
        return resumed;
    }

    /** Events, by all clients. */
    int received() {
        return received;
    }

    /** A client that believes what the frames say. */
    final class Client {
        private Subscription subscription;
        private Following following;
        private boolean isBinary;
        private BinaryVehicles format;
        private BinaryFrames decoder;
        private final Map<String, Map<String, String>> map = new TreeMap<>();
        private final List<Integer> events = new ArrayList<>();
        private final List<FeedEvent> expected = new ArrayList<>();
        private LogPosition cursor;

        Client(Subscription subscription) {
            connect();
            begin(subscription);
        }

        /** Numbers of vehicles are good for one connection. */
        private void connect() {
            format = new BinaryVehicles(records);
            decoder = new BinaryFrames();
        }

        /** It subscribes to something else, and forgets all it knows. */
        private void begin(Subscription wanted) {
            if (following != null) {
                takeAll();
                check();
            }
            leave();
            isBinary = chance.nextBoolean();
            subscription = wanted;
            map.clear();
            events.clear();
            expected.clear();
            cursor = newest;
            join();
        }

        /** The connection is lost; it goes on with the last cursor that it has. */
        private void resume() {
            leave();
            resumed++;
            connect();
            expected.removeIf(event -> event.position().compareTo(cursor) > 0);
            join();
            var missed = log.stream()
                    .filter(event -> event.position().compareTo(cursor) > 0)
                    .filter(this::wants)
                    .toList();
            expected.addAll(missed);
            following.reached(cursor);
            following.missed(missed).forEach(this::read);
            following.reached(newest);
        }

        private void join() {
            var backlog = new Backlog(subscription, () -> {});
            audience.join(backlog);
            following = new Following(backlog, newest, isBinary ? format : new JsonVehicles());
        }

        private void leave() {
            if (following != null) {
                audience.leave(following.backlog());
            }
        }

        private boolean wants(FeedEvent event) {
            return subscription.shows(event, board.vehicle(event.imei()));
        }

        private void takeAll() {
            while (take() > 0) {}
        }

        /** It shows what it should, and has been told every event once. */
        void check() {
            assertThat(map).as("the map of %s", this).isEqualTo(expectedMap());
            assertThat(events).as("the events of %s", this).isEqualTo(expectedEvents());
        }

        int take() {
            var frames = following.next(board, newest, TestVehicles.NOW);
            frames.forEach(this::read);
            assertCursor();
            return frames.size();
        }

        private void assertCursor() {
            if (following.cursor().compareTo(newest) > 0) {
                throw new AssertionError("the cursor is ahead of the log");
            }
        }

        private void read(FeedFrame frame) {
            var json = frame.binary() == null ? tree(frame.json()) : decoder.decode(frame.binary());
            switch (frame.type()) {
                case "snapshot" -> {
                    if (json.path("page").asInt() == 1) {
                        map.clear();
                    }
                    json.path("vehicles").forEach(this::show);
                }
                case "dictionary" -> {
                    decoder.learn(json);
                    return;
                }
                case "out" -> json.path("imeis").forEach(imei -> map.remove(imei.asText()));
                case "change" -> json.path("changes").forEach(this::change);
                default -> throw new AssertionError(frame);
            }
            cursor = LogPosition.parse(json.path("cursor").asText());
        }

        private void change(JsonNode change) {
            if (change.has("vehicle")) {
                show(change.path("vehicle"));
            } else {
                received++;
                events.add(change.path("n").asInt());
            }
        }

        private void show(JsonNode feature) {
            map.put(feature.at("/properties/imei").asText(), BinaryFrames.plain(feature));
        }

        private Map<String, Map<String, String>> expectedMap() {
            var showing = new TreeMap<String, Map<String, String>>();
            for (int number = 0; number < VEHICLES; number++) {
                var vehicle = board.vehicle(String.valueOf(number));
                if (vehicle != null && isWanted(vehicle)) {
                    showing.put(vehicle.imei(), BinaryFrames.plain(tree(new String(vehicle.feature(), UTF_8))));
                }
            }
            return subscription.kinds().contains(FeedKind.POSITION) ? showing : byStatus(showing);
        }

        /** A client that wants statuses only may have an older position of a vehicle, but knows the same vehicles. */
        private Map<String, Map<String, String>> byStatus(Map<String, Map<String, String>> showing) {
            if (!subscription.kinds().contains(FeedKind.STATUS)) {
                return Map.of();
            }
            showing.replaceAll((imei, feature) -> feature.get("status")
                            .equals(map.getOrDefault(imei, Map.of()).get("status"))
                    ? map.get(imei)
                    : feature);
            return showing;
        }

        /** Written anew, so as not to trust the class under test. */
        private boolean isWanted(LiveVehicle vehicle) {
            var wanted = subscription.question().wanted();
            for (int filter = 0; filter < wanted.size(); filter++) {
                Set<String> values = wanted.get(filter);
                if (values != null && !values.contains(vehicle.attributes().get(filter))) {
                    return false;
                }
            }
            var box = subscription.box();
            if (box == null) {
                return true;
            }
            var lng = vehicle.fix().lng();
            var inside = box.west() <= box.east()
                    ? lng >= box.west() && lng <= box.east()
                    : lng >= box.west() || lng <= box.east();
            return inside && vehicle.fix().lat() >= box.south() && vehicle.fix().lat() <= box.north();
        }

        private List<Integer> expectedEvents() {
            return expected.stream()
                    .map(event -> tree(event.json()).path("n").asInt())
                    .toList();
        }

        @Override
        public String toString() {
            return subscription.toString();
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
