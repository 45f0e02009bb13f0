// @ts-check
/** What the page asks the read-API for: the trips of a day, and the path of one with its alarms. */
import { json } from "../lib/session.js";
import { heardServiceTime, serviceNowMs } from "../lib/steady.js";
import { period } from "./files.js";
import { pauses, stopsBetween } from "./stops.js";
import { track } from "./track.js";
import { trip } from "./trip.js";

const MOST_ALARMS = 1_000;

/** @typedef {{ trips: import("./trip.js").Trip[], summary: any, fromMs: number, toMs: number }} Day toMs: its end, or now */

/** @param {string} date @param {Record<string, string[]>} filters @param {AbortSignal} signal @returns {Promise<Day>} */
export async function loadTrips(date, filters, signal) {
  const [{ summary, geojson }] = await Promise.all([json("webhook/fleet-dashboard/trips", { ...filters, from: date, to: date }, { signal }), hearTime(signal)]);
  const fromMs = Date.parse(summary.from), trips = geojson.features.map(trip);
  const lastMs = trips.reduce((/** @type {number} */ last, /** @type {import("./trip.js").Trip} */ { endMs }) => Math.max(last, endMs), fromMs);
  return { trips, summary, fromMs, toMs: Math.max(lastMs, Math.min(Date.parse(summary.to), serviceNowMs())) };
}

/** Asks for the position of no vehicle: the answer has the service's time. @param {AbortSignal} signal */
async function hearTime(signal) {
  const answer = await json("webhook/live-positions", { imei: "0" }, { signal }).catch(() => null);
  if (answer) heardServiceTime(Date.parse(answer.summary.as_of));
}

/** @param {import("./trip.js").Trip} one @param {import("./trip.js").Trip[]} trips of the day @param {AbortSignal} signal */
export async function loadTrip(one, trips, signal) {
  const query = period(one);
  const [answer, alarms] = await Promise.all([json("webhook/live-positions/track", query, { signal }), alarmsOf(query, signal)]);
  const path = track(answer.geojson.features, one.imei, one.plate);
  return { path, marks: { pauses: pauses(path), others: stopsBetween(trips.filter(({ imei }) => imei === one.imei)), alarms } };
}

/** Without them the path is still worth showing. @param {Record<string, string>} query @param {AbortSignal} signal @returns {Promise<any[] | null>} */
async function alarmsOf(query, signal) {
  try {
    return (await json("alarms", { ...query, limit: MOST_ALARMS }, { signal })).alarms;
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}
