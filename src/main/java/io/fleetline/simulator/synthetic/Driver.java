package io.fleetline.simulator.synthetic;

/**
 * A driver's temperament.
 *
 * @param pace factor on the usual speed
 * @param harshShare the share of harsh braking and acceleration, 0 to 1
 */
record Driver(double pace, double harshShare) {
    static Driver of(Chance chance) {
        var throwOfDice = chance.share();
        if (throwOfDice < 0.40) {
            return new Driver(0.90, 0.002);
        }
        if (throwOfDice < 0.80) {
            return new Driver(1.0, 0.006);
        }
        return throwOfDice < 0.94 ? new Driver(1.1, 0.015) : new Driver(1.2, 0.03);
    }
}
