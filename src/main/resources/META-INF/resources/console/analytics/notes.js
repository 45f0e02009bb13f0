// @ts-check
/** What the figures do not contain: what nobody reported, and what was left out. */
import { el } from "../lib/dom.js";
import { serviceNowMs } from "../lib/steady.js";
import { day, number, t } from "../lib/texts.js";
import { date } from "./values.js";

/** @param {import("./questions.js").Results} results */
export function notes(results) {
  const { "fleet-summary": summary, utilisation, "driver-behaviour": drivers, fuel } = results;
  const list = [...about(summary.answer, vehicleNotes), ...about(utilisation.answer, shiftNotes), ...about(drivers.answer, driverNotes), ...about(fuel.answer, fuelNotes)];
  return el("section.card.notes", {}, el("header", {}, el("h2", {}, t("analytics.notes"))),
      el("div.body", {}, list.length ? el("ul", {}, list.map((note) => el("li", {}, note))) : el("p.soft", {}, t("analytics.notes.none"))));
}

/** @param {any} answer @param {(answer: any) => (string | false)[]} of @returns {string[]} */
const about = (answer, of) => /** @type {string[]} */ (answer ? of(answer).filter(Boolean) : []);

/** @param {number} count @param {string} key @param {Record<string, string>} [values] @returns {string | false} */
const some = (count, key, values = {}) => count > 0 && t(`analytics.note.${key}`, { count: number(count), ...values });

/** @param {any} answer of fleet-summary */
function vehicleNotes({ by_vehicle: rows, truncated, period }) {
  const today = day(serviceNowMs());
  return [
    period.to > today && t("analytics.note.future", { day: date(today) }),
    truncated && t("analytics.note.truncated", { count: number(rows.length) }),
    some(rows.filter((/** @type {any} */ row) => row.trips > 0 && row.idle_time_s === null).length, "no_idle"),
  ];
}

/** @param {any} answer of utilisation */
function shiftNotes({ totals, period, daily }) {
  const today = day(serviceNowMs());
  const daysWithout = period.days - (totals.shift_days ?? 0);
  return [
    some(daysWithout, "no_shift", { days: number(period.days) }),
    daily.some((/** @type {any} */ row) => row.day === today && row.shift_day) && t("analytics.note.today"),
  ];
}

/** @param {any} answer of driver-behaviour */
function driverNotes({ totals, by_driver: rows, truncated }) {
  return [
    some(totals.vehicles_without_driver, "no_driver"),
    some(totals.fixes_left_out, "fixes"),
    some(rows.filter((/** @type {any} */ row) => row.index_per_100km === null).length, "no_index"),
    truncated && t("analytics.note.drivers_truncated", { count: number(rows.length) }),
  ];
}

/** @param {any} answer of fuel */
function fuelNotes({ totals, by_vehicle: rows }) {
  const values = { vehicles: number(totals.vehicles) };
  return [
    some(totals.vehicles_without_estimate, "no_estimate", values),
    some(totals.vehicles_without_measurement, "no_measurement", values),
    some(rows.filter((/** @type {any} */ row) => row.measured_days > 0 && row.measured_days < row.active_days).length, "partly_measured"),
  ];
}
