// @ts-check
/** The path of a vehicle: its fixes in the order of their times, and where it was at a moment. All of it pure functions. */
import { project } from "../map/mercator.js";

/**
 * @typedef {{ imei: string, plate: string, times: Float64Array, xs: Float64Array, ys: Float64Array, speeds: Float64Array }} Track
 *   times in milliseconds since 1970, ascending; xs and ys in metres of the map; speeds in km/h, NaN where unknown
 * @typedef {{ x: number, y: number, speedKmh: number, turn: number, isGap: boolean, when: "before" | "on" | "after" }} Place
 *   turn: radians clockwise from north; isGap: between two fixes that are far apart in time; when: before the first fix, after the last one
 */

/** Between fixes that are further apart in time than this nobody knows where the vehicle was. */
export const LONG_GAP_MS = 5 * 60_000;
/** A nearer fix has no direction: a standing vehicle's fixes scatter. */
const SAME_PLACE_M = 3;

/**
 * @param {any[]} features the parts of one vehicle's track, as the read-API gives them
 * @param {string} imei @param {string} plate
 * @returns {Track}
 */
export function track(features, imei, plate) {
  const fixes = [...features].sort((a, b) => (a.properties.part ?? 0) - (b.properties.part ?? 0)).flatMap(fixesOf);
  /** @type {typeof fixes} */
  const kept = [];
  // A part begins with the last fix of the one before.
  for (const fix of fixes) if (kept.length === 0 || fix.timeMs > kept[kept.length - 1].timeMs) kept.push(fix);
  return arrays(kept, imei, plate);
}

/** @typedef {{ timeMs: number, lng: number, lat: number, speed: number }} Fix */

/** @param {any} feature @returns {Fix[]} */
function fixesOf({ geometry, properties }) {
  const places = geometry?.type === "Point" ? [geometry.coordinates] : geometry?.coordinates ?? [];
  const { times = [], speeds = [] } = properties;
  return places.map((/** @type {number[]} */ [lng, lat], /** @type {number} */ index) => ({ timeMs: Date.parse(times[index]), lng, lat, speed: speeds[index] ?? NaN }))
      .filter((/** @type {Fix} */ { timeMs, lng, lat }) => Number.isFinite(timeMs) && Number.isFinite(lng) && Number.isFinite(lat));
}

/** @param {Fix[]} fixes @param {string} imei @param {string} plate @returns {Track} */
function arrays(fixes, imei, plate) {
  const column = () => new Float64Array(fixes.length), result = { imei, plate, times: column(), xs: column(), ys: column(), speeds: column() };
  let turns = 0;
  fixes.forEach(({ timeMs, lng, lat, speed }, index) => {
    // Over the antimeridian the line goes on, instead of once around the world.
    const step = index === 0 ? 0 : lng - fixes[index - 1].lng;
    turns += step > 180 ? -360 : step < -180 ? 360 : 0;
    [result.xs[index], result.ys[index]] = project(lng + turns, lat);
    result.times[index] = timeMs;
    result.speeds[index] = speed;
  });
  return result;
}

/** The last index whose value is not greater, or -1. @param {Float64Array} ascending @param {number} value */
export function indexAt(ascending, value) {
  let low = 0, high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Where a vehicle was. Before its first fix it is at the first one, after its last at the last.
 *
 * @param {Track} track @param {number} timeMs @returns {Place | null} null: it has no fix
 */
export function place(track, timeMs) {
  const { times, xs, ys, speeds } = track, last = times.length - 1;
  if (last < 0) return null;
  const index = indexAt(times, timeMs);
  if (index < 0 || index === last) {
    const at = Math.max(0, index), when = index < 0 ? "before" : timeMs > times[last] ? "after" : "on";
    return { x: xs[at], y: ys[at], speedKmh: when === "on" ? speeds[at] : NaN, turn: turnAt(track, at), isGap: false, when };
  }
  const share = (timeMs - times[index]) / (times[index + 1] - times[index]), isGap = times[index + 1] - times[index] > LONG_GAP_MS;
  return {
    x: xs[index] + share * (xs[index + 1] - xs[index]), y: ys[index] + share * (ys[index + 1] - ys[index]),
    speedKmh: isGap ? NaN : between(speeds[index], speeds[index + 1], share), turn: turnAt(track, index), isGap, when: "on",
  };
}

/** @param {number} from @param {number} to @param {number} share */
const between = (from, to, share) => (Number.isNaN(from) ? to : Number.isNaN(to) ? from : from + share * (to - from));

/** Where the vehicle heads from a fix on; if it stands there, where it headed when it came. @param {Track} track @param {number} index */
function turnAt({ xs, ys }, index) {
  for (let from = Math.min(index, xs.length - 2), steps = 0; from >= 0 && steps < 50; from--, steps++) {
    const right = xs[from + 1] - xs[from], up = ys[from + 1] - ys[from];
    if (Math.hypot(right, up) > SAME_PLACE_M) return Math.atan2(right, up);
  }
  return 0;
}

/**
 * When the vehicle was nearest to a place.
 *
 * @param {Track} track @param {number} x @param {number} y @param {number} withinM of the map @returns {number | null} null: it was never that near
 */
export function timeNear({ times, xs, ys }, x, y, withinM) {
  let bestMs = null, bestM = withinM;
  for (let i = 0; i < times.length; i++) {
    const next = Math.min(i + 1, times.length - 1), right = xs[next] - xs[i], up = ys[next] - ys[i], square = right * right + up * up;
    const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - xs[i]) * right + (y - ys[i]) * up) / square));
    const distanceM = Math.hypot(xs[i] + share * right - x, ys[i] + share * up - y);
    if (distanceM < bestM) [bestMs, bestM] = [times[i] + share * (times[next] - times[i]), distanceM];
  }
  return bestMs;
}
