// @ts-check
/** Loads the tracks of a whole day, a few at a time. */
import { json } from "../lib/session.js";
import { heldByTrips } from "./stops.js";
import { track } from "./track.js";
import { byVehicle } from "./trip.js";

const AT_ONCE = 4;
export const MOST_VEHICLES = 30;
/** Metres: what a path may lose so that thirty of them are small. */
const SIMPLIFY_M = 5;

/**
 * The vehicles that drove most. One that fails does not stop the others.
 *
 * @param {import("./trip.js").Trip[]} trips @param {string} date @param {AbortSignal} signal @param {(loaded: number, all: number) => void} onProgress
 * @returns {Promise<{ tracks: import("./track.js").Track[], leftOut: number, failed: number }>}
 */
export async function dayTracks(trips, date, signal, onProgress) {
  const distance = (/** @type {import("./trip.js").Trip[]} */ of) => of.reduce((sum, { distanceKm }) => sum + (distanceKm ?? 0), 0);
  const vehicles = [...byVehicle(trips).values()].sort((a, b) => distance(b) - distance(a));
  const chosen = vehicles.slice(0, MOST_VEHICLES);
  let loaded = 0, failed = 0;
  const results = await pooled(chosen, AT_ONCE, async (of) => {
    const [{ imei, plate }] = of;
    try {
      const answer = await json("webhook/live-positions/track", { imei, from: date, to: date, simplify: SIMPLIFY_M }, { signal });
      return heldByTrips(track(answer.geojson.features, imei, plate), of);
    } catch (error) {
      if (signal.aborted) throw error;
      failed++;
      return null;
    } finally {
      onProgress(++loaded, chosen.length);
    }
  });
  return { tracks: results.flatMap((one) => (one && one.times.length > 0 ? [one] : [])), leftOut: vehicles.length - chosen.length, failed };
}

/**
 * @template T, R
 * @param {T[]} items @param {number} atOnce @param {(item: T) => Promise<R>} work
 * @returns {Promise<R[]>} in the order of the items
 */
async function pooled(items, atOnce, work) {
  /** @type {R[]} */
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}
