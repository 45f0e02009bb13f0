// @ts-check
/** How each figure is written. What is unknown says so, and is never 0. */
import { el } from "../lib/dom.js";
import { number, t, time } from "../lib/texts.js";

/** @typedef {{ digits: number, unit?: string, per?: number }} Form per: how many of the service's units are one that is shown */

const COUNT = { digits: 0 }, KM = { digits: 1, unit: "km" }, HOURS = { digits: 1, unit: "h", per: 3600 }, LITRES = { digits: 1, unit: "l" };
/** @type {Record<string, Form>} */
const FORMS = {
  distance_km: KM, driving_time_s: HOURS, idle_time_s: HOURS, parked_s: HOURS, shift_driving_s: HOURS, shift_time_s: HOURS,
  utilisation_pct: { digits: 2, unit: "%" }, index_per_100km: { digits: 2 }, litres_estimated: LITRES, litres_measured: LITRES, fuel_100km: LITRES,
};

/** @param {string} figure */
export const form = (figure) => FORMS[figure] ?? COUNT;

/** As a number of the unit that is shown. @param {string} figure @param {number | null | undefined} raw @returns {number | null} */
export const scaled = (figure, raw) => (raw === null || raw === undefined ? null : raw / (form(figure).per ?? 1));

/** @param {string} figure @param {number | null | undefined} raw as the service answers it @param {boolean} [withUnit] */
export function written(figure, raw, withUnit = true) {
  return number(scaled(figure, raw), form(figure).digits, withUnit ? form(figure).unit : "");
}

/** The figure as text that also holds the service's own number. @param {string} figure @param {number | null | undefined} raw @param {boolean} [withUnit] */
export function value(figure, raw, withUnit = false) {
  if (raw === null || raw === undefined) return el("span.not-known", {}, t("unknown"));
  return el("data", { value: raw, "data-figure": figure }, written(figure, raw, withUnit));
}

/** @type {Intl.DateTimeFormatOptions} */
const WHOLE_DATE = { weekday: "short", day: "numeric", month: "short", year: "numeric" };

/** A business day, which is a date and no moment. @param {string} day as `2026-05-31` @param {Intl.DateTimeFormatOptions} [options] */
export const date = (day, options = WHOLE_DATE) => time(`${day}T00:00:00Z`, { ...options, timeZone: "UTC", hourCycle: undefined });

/** The name of a figure, with its unit. @param {string} figure */
export function label(figure) {
  const { unit } = form(figure), name = t(`analytics.figure.${figure}`);
  return unit ? `${name} (${unit})` : name;
}
