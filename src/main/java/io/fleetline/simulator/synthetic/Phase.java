package io.fleetline.simulator.synthetic;

/**
 * A part of a drive with constant acceleration.
 *
 * @param startS seconds since the drive began
 * @param fromMetres the distance driven by then
 * @param fromMs the speed at its start, metres per second
 * @param accelerationMs2 metres per second squared; negative when braking
 */
record Phase(double startS, double lengthS, double fromMetres, double fromMs, double accelerationMs2) {
    double endS() {
        return startS + lengthS;
    }

    double speedMs(double second) {
        return Math.max(0, fromMs + accelerationMs2 * (second - startS));
    }

    double metres(double second) {
        var elapsed = second - startS;
        return fromMetres + fromMs * elapsed + accelerationMs2 * elapsed * elapsed / 2;
    }

    boolean standing() {
        return fromMs == 0 && accelerationMs2 == 0;
    }
}
