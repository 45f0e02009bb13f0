package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void eachTestHasItsOwnMigratedDatabaseAndItIsDroppedAtTheEnd() {
        String name;
        try (var one = TestDatabase.create()) {
            try (var two = TestDatabase.create()) {
                name = one.name();
                one.jdbi().useHandle(h -> h.execute("INSERT INTO tracksolid.devices (imei) VALUES ('1')"));
                assertThat(count(one, "tracksolid.devices")).isEqualTo(1);
                assertThat(count(two, "tracksolid.devices")).isZero();
            }
        }
        try (var other = TestDatabase.empty()) {
            assertThat(count(other, "pg_database WHERE datname = '" + name + "'"))
                    .isZero();
        }
    }

    private static int count(TestDatabase database, String what) {
        return database.jdbi()
                .withHandle(h -> h.createQuery("SELECT count(*) FROM " + what)
                        .mapTo(int.class)
                        .one());
    }
}
