// @ts-check
/** Where a vehicle stood for long: within a trip by its fixes, and from one trip of the day to the next. Pure functions. */
import { stretch } from "../map/mercator.js";

/** @typedef {{ startMs: number, endMs: number, x: number, y: number }} Stop in metres of the map */

export const LEAST_STOP_MS = 3 * 60_000;
/** The fixes of a standing vehicle scatter by so much. */
const SCATTER_M = 40;
/** If the next trip begins further away than this, the vehicle was moved in between. */
const MOVED_M = 300;

/** @param {import("./track.js").Track} track @returns {Stop[]} */
export function pauses({ times, xs, ys }) {
  const stops = [];
  for (let first = 0, last = 0; first < times.length - 1; first = last + 1) {
    last = first;
    while (last + 1 < times.length && isNear(xs[first], ys[first], xs[last + 1], ys[last + 1], SCATTER_M)) last++;
    if (times[last] - times[first] > LEAST_STOP_MS) stops.push({ startMs: times[first], endMs: times[last], x: xs[first], y: ys[first] });
    else last = first;
  }
  return stops;
}

/** @param {import("./trip.js").Trip[]} trips of one vehicle @returns {Stop[]} */
export function stopsBetween(trips) {
  const inOrder = [...trips].sort((a, b) => a.startMs - b.startMs);
  return inOrder.slice(1).flatMap((next, index) => {
    const before = inOrder[index], at = before.to ?? next.from;
    if (!at || next.startMs - before.endMs <= LEAST_STOP_MS) return [];
    const wasMoved = before.to && next.from && !isNear(...before.to, ...next.from, MOVED_M);
    return wasMoved ? [] : [{ startMs: before.endMs, endMs: next.startMs, x: at[0], y: at[1] }];
  });
}

/**
 * A simplified track has lost the fixes of a vehicle that stood on its way: it would creep through the stop. The starts and ends of its trips hold it there.
 *
 * @param {import("./track.js").Track} track @param {import("./trip.js").Trip[]} trips of the same vehicle @returns {import("./track.js").Track}
 */
export function heldByTrips(track, trips) {
  const { times, xs, ys, speeds } = track;
  const fixes = Array.from(times, (timeMs, i) => ({ timeMs, x: xs[i], y: ys[i], speed: speeds[i] }));
  for (const { startMs, endMs, from, to } of trips) {
    if (from) fixes.push({ timeMs: startMs, x: from[0], y: from[1], speed: 0 });
    if (to) fixes.push({ timeMs: endMs, x: to[0], y: to[1], speed: 0 });
  }
  fixes.sort((a, b) => a.timeMs - b.timeMs);
  const column = (/** @type {"timeMs" | "x" | "y" | "speed"} */ name) => Float64Array.from(fixes, (fix) => fix[name]);
  return { ...track, times: column("timeMs"), xs: column("x"), ys: column("y"), speeds: column("speed") };
}

/** @param {number} x @param {number} y @param {number} otherX @param {number} otherY @param {number} withinM on the ground */
function isNear(x, y, otherX, otherY, withinM) {
  return Math.hypot(otherX - x, otherY - y) < withinM * stretch(y);
}
