package io.fleetline.simulator.synthetic;

/** Fills a vehicle's day with drives and stays. What is left of the day is spent parked where the last drive ended. */
interface Timetable {
    void fill(Day day);
}
