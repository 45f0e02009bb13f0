package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ids;
import static io.fleetline.read.ogc.OgcFleet.items;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Random queries about random trips and alarms, answered by the service and by an independent computation. Positions lie on a coarse
 * grid and times on a coarse raster, so that edges are hit often and every product of coordinates is exact.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class RandomItemsTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final List<String> CITIES = List.of("Nairobi", "Mombasa", "Kisumu");
    private static final int VEHICLES = 6;
    private static final int FACTS = 400;
    private static final int QUESTIONS = 200;

    @Inject
    AgroalDataSource database;

    private final Random random = new Random(20_260_310);
    private List<Fact> facts = List.of();

    /** A trip from one place to another, or at one place and one time: an alarm. */
    private record Fact(int vehicle, Instant start, Instant end, double x1, double y1, double x2, double y2) {
        String imei() {
            return "87" + vehicle;
        }

        String city() {
            return CITIES.get(vehicle % CITIES.size());
        }

        String id() {
            var start = start().toString().replaceAll("[-:]", "").replace("Z", ".000000Z");
            return imei() + "~" + start;
        }
    }

    private record Question(
            double west, double south, double east, double north, Instant from, Instant to, List<String> cities) {
        String query() {
            return String.format(
                    Locale.ROOT,
                    "limit=10000&bbox=%s,%s,%s,%s&datetime=%s/%s&assigned_city=%s",
                    west,
                    south,
                    east,
                    north,
                    from,
                    to,
                    String.join(",", cities));
        }

        boolean finds(Fact fact) {
            boolean inPlace =
                    west <= east ? meets(fact, west, east) : meets(fact, west, 180) || meets(fact, -180, east);
            return inPlace && !fact.end().isBefore(from) && !fact.start().isAfter(to) && cities.contains(fact.city());
        }

        /** A numeric difference of more than half the globe goes the short way, across the antimeridian. */
        private boolean meets(Fact f, double left, double right) {
            if (Math.abs(f.x2 - f.x1) <= 180) {
                return meetsInThePlane(f, left, right);
            }
            var unrolled = new Fact(
                    f.vehicle, f.start, f.end, f.x1 < 0 ? f.x1 + 360 : f.x1, f.y1, f.x2 < 0 ? f.x2 + 360 : f.x2, f.y2);
            return meetsInThePlane(unrolled, left, right) || meetsInThePlane(unrolled, left + 360, right + 360);
        }

        /** A line misses a box when it lies on one side of it, or all corners of the box lie on one side of the line. */
        private boolean meetsInThePlane(Fact f, double left, double right) {
            if (Math.max(f.x1, f.x2) < left
                    || Math.min(f.x1, f.x2) > right
                    || Math.max(f.y1, f.y2) < south
                    || Math.min(f.y1, f.y2) > north) {
                return false;
            }
            var sides = new double[] {
                side(f, left, south), side(f, left, north), side(f, right, south), side(f, right, north)
            };
            return !(IntStream.range(0, 4).allMatch(i -> sides[i] > 0)
                    || IntStream.range(0, 4).allMatch(i -> sides[i] < 0));
        }

        private static double side(Fact f, double x, double y) {
            return (f.x2 - f.x1) * (y - f.y1) - (f.y2 - f.y1) * (x - f.x1);
        }
    }

    @BeforeAll
    void facts() {
        OgcFleet.clear(database);
        facts = IntStream.range(0, FACTS).mapToObj(this::fact).toList();
        var fixture = new FleetFixture(database);
        for (int vehicle = 0; vehicle < VEHICLES; vehicle++) {
            fixture.sql("INSERT INTO tracksolid.devices (imei, assigned_city) VALUES ('87%d', '%s')"
                    .formatted(vehicle, CITIES.get(vehicle % CITIES.size())));
        }
        Jdbi.create(database).useHandle(handle -> {
            var trips = handle.prepareBatch("""
                    INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom)
                    VALUES (:imei, :start, :end, ST_Point(:x1, :y1, 4326), ST_Point(:x2, :y2, 4326))
                    """);
            facts.forEach(fact -> trips.bind("imei", fact.imei())
                    .bind("start", fact.start)
                    .bind("end", fact.end)
                    .bind("x1", fact.x1)
                    .bind("y1", fact.y1)
                    .bind("x2", fact.x2)
                    .bind("y2", fact.y2)
                    .add());
            trips.execute();
            handle.execute("""
                    INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, geom)
                    SELECT imei, 'a', start_time, start_geom FROM tracksolid.trips
                    """);
        });
    }

    private Fact fact(int number) {
        // No two of a vehicle begin at the same time: that is the key.
        var start = START.plus(Duration.ofMinutes(30L * (number / VEHICLES)));
        var end = start.plus(Duration.ofMinutes(30L * random.nextInt(6)));
        double x1 = place(180);
        double x2 = place(180);
        return new Fact(number % VEHICLES, start, end, x1, place(90), across(x1, x2), place(90));
    }

    /** Across the antimeridian a line is split in the middle, so that this point is exact too; along it there is none. */
    private static double across(double x1, double x2) {
        if (Math.abs(x2 - x1) <= 180) {
            return x2;
        }
        return Math.abs(x1) == 180 ? x1 : -x1;
    }

    /** A multiple of the 16th part of the range, from one edge to the other. */
    private double place(double range) {
        return (random.nextInt(33) - 16) * range / 16;
    }

    private Question question() {
        double south = place(90);
        double north = place(90);
        var from = START.plus(Duration.ofMinutes(30L * random.nextInt(70)));
        var cities = CITIES.stream().filter(city -> random.nextInt(3) > 0).toList();
        return new Question(
                place(180),
                Math.min(south, north),
                place(180),
                Math.max(south, north),
                from,
                from.plus(Duration.ofMinutes(30L * random.nextInt(40))),
                cities.isEmpty() ? CITIES : cities);
    }

    private List<Fact> expected(Question question, List<Fact> among) {
        return among.stream()
                .filter(question::finds)
                .sorted(Comparator.comparing(Fact::start)
                        .thenComparing(Fact::imei)
                        .reversed())
                .toList();
    }

    @Test
    void theServiceFindsWhatAComputationOfItsOwnFinds() {
        var alarms = facts.stream()
                .map(fact -> new Fact(fact.vehicle, fact.start, fact.start, fact.x1, fact.y1, fact.x1, fact.y1))
                .toList();
        int found = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            var question = question();
            var trips = expected(question, facts).stream().map(Fact::id).toList();
            assertThat(ids("trips", question.query())).as(question.query()).isEqualTo(trips);
            assertThat(items("trips", question.query().replace("limit=10000", "limit=1"))
                            .getInt("numberMatched"))
                    .as(question.query())
                    .isEqualTo(trips.size());
            assertThat(ids("alarms", question.query()))
                    .as(question.query())
                    .isEqualTo(expected(question, alarms).stream()
                            .map(fact -> fact.id() + "~a")
                            .toList());
            found += trips.size();
        }
        assertThat(found).as("trips found in all").isGreaterThan(10 * QUESTIONS);
    }
}
