// @ts-check
/** A trip of the list, and the ways to sort it. */
import { project } from "../map/mercator.js";

/**
 * @typedef {{ key: string, imei: string, plate: string, driver: string, startMs: number, endMs: number, durationS: number, distanceKm: number | null, idleS: number | null,
 *   averageKmh: number | null, highestKmh: number | null, fuelL: number | null, startAddress: string | null, endAddress: string | null, isDerived: boolean,
 *   from: [number, number] | null, to: [number, number] | null }} Trip from and to in metres of the map
 */

/** @param {any} feature of the read-API @returns {Trip} */
export function trip({ geometry, properties: of }) {
  const startMs = Date.parse(of.start_time), endMs = Date.parse(of.end_time);
  const places = (geometry?.type === "Point" ? [geometry.coordinates] : geometry?.coordinates ?? []).map((/** @type {number[]} */ [lng, lat]) => project(lng, lat));
  return {
    key: `${of.imei}~${new Date(startMs).toISOString().replace(".000Z", "Z")}`, imei: of.imei,
    plate: String(of.vehicle_number ?? of.vehicle_name ?? of.imei), driver: of.driver_name ?? "",
    startMs, endMs, durationS: (endMs - startMs) / 1000, distanceKm: of.distance_km, idleS: of.idle_time_s, averageKmh: of.avg_speed_kmh, highestKmh: of.max_speed_kmh,
    fuelL: of.fuel_estimated_l ?? null, startAddress: of.start_address ?? null, endAddress: of.end_address ?? null, isDerived: of.source === "derived",
    from: places[0] ?? null, to: places.at(-1) ?? null,
  };
}

/** @type {Record<string, (trip: Trip) => number | string>} what each column sorts by */
const VALUES = { vehicle: ({ plate }) => plate, start: ({ startMs }) => startMs, duration: ({ durationS }) => durationS, distance: ({ distanceKm }) => distanceKm ?? -1 };
export const COLUMNS = Object.keys(VALUES);

/** @param {Trip[]} trips @param {string} sort a column, with `-` before it: descending @returns {Trip[]} */
export function sorted(trips, sort) {
  const value = VALUES[sort.replace("-", "")] ?? VALUES.start, sign = sort.startsWith("-") ? -1 : 1;
  return [...trips].sort((a, b) => {
    const one = value(a), other = value(b);
    const order = typeof one === "string" ? one.localeCompare(String(other), undefined, { numeric: true }) : one - Number(other);
    return sign * order || a.startMs - b.startMs || a.key.localeCompare(b.key);
  });
}

/** @param {Trip[]} trips @returns {Map<string, Trip[]>} by IMEI */
export function byVehicle(trips) {
  /** @type {Map<string, Trip[]>} */
  const vehicles = new Map();
  for (const one of trips) vehicles.set(one.imei, [...(vehicles.get(one.imei) ?? []), one]);
  return vehicles;
}

/** How many vehicles are under way: one number at each start and each end. @param {Trip[]} trips @returns {{ timesMs: number[], counts: number[] }} */
export function underWay(trips) {
  const steps = trips.flatMap(({ startMs, endMs }) => [[startMs, 1], [endMs, -1]]).sort(([a], [b]) => a - b);
  /** @type {number[]} */
  const timesMs = [];
  /** @type {number[]} */
  const counts = [];
  let count = 0;
  for (const [timeMs, step] of steps) {
    count += step;
    if (timesMs.at(-1) === timeMs) counts[counts.length - 1] = count;
    else [timesMs[timesMs.length], counts[counts.length]] = [timeMs, count];
  }
  return { timesMs, counts };
}
