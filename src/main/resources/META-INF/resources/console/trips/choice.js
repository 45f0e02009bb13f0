// @ts-check
/** What the address of the page chooses: the day, the trip, the order of the list, and the playback. */
import { place } from "../lib/address.js";
import { chosen } from "../lib/filters.js";
import { serviceNowMs } from "../lib/steady.js";
import { day } from "../lib/texts.js";
import { COLUMNS } from "./trip.js";

export const SPEEDS = [1, 5, 10, 30, 60, 120];
const DAY_MS = 86_400_000;

export const today = () => day(serviceNowMs());

/** @param {string} date such as 2026-05-31 @param {number} days */
export const shifted = (date, days) => new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** @param {string | null} text */
export const isDate = (text) => text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && shifted(text, 0) === text;

export function choice() {
  const { query } = place(), date = query.get("day"), sort = query.get("sort") ?? "start", speed = Number(query.get("speed"));
  return {
    day: date !== null && isDate(date) ? date : today(),
    trip: query.get("trip"),
    sort: COLUMNS.includes(sort.replace("-", "")) ? sort : "start",
    speed: SPEEDS.includes(speed) ? speed : 30,
    playsDay: query.get("play") === "day",
    filters: chosen(),
  };
}
