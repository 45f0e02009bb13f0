package io.fleetline.simulator.synthetic;

/** Fills a vehicle's day with drives and stays. For the rest of the day the vehicle is parked where the last drive ended. */
interface Timetable {
    void fill(Day day);
}
