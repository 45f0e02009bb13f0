// @ts-check
/** Which tables there are, and what is in their columns. */
import { link, place } from "../lib/address.js";
import { el } from "../lib/dom.js";
import { currentLanguage, t } from "../lib/texts.js";
import { title } from "../map/vehicle-list.js";
import { date, label, value } from "./values.js";

const VEHICLE = ["vehicle", "driver_name", "cost_centre"];
const TIMES = ["driving_time_s", "idle_time_s"];
const STOPS = ["parkings", "parked_s", "alarms", "critical_alarms"];
const EVENTS = ["speeding", "severe_speeding", "harsh_acceleration", "harsh_braking", "harsh_cornering"];

/** @typedef {{ question: import("./questions.js").Question, rows: string, columns: string[], sort: string }} Table sort: the column at first, with `-` downwards */

/** @type {Record<string, Table>} */
export const TABLES = {
  vehicles: { question: "fleet-summary", rows: "by_vehicle", sort: "-distance_km", columns: [...VEHICLE, "active_days", "trips", "distance_km", ...TIMES, ...STOPS] },
  cost_centres: {
    question: "fleet-summary", rows: "by_cost_centre", sort: "-distance_km",
    columns: ["cost_centre", "vehicles", "active_vehicles", "trips", "distance_km", ...TIMES, ...STOPS],
  },
  days: {
    question: "utilisation", rows: "daily", sort: "-day",
    columns: ["day", "shift_day", "active_vehicles", "trips", "distance_km", ...TIMES, "shift_driving_s", "utilisation_pct"],
  },
  utilisation: {
    question: "utilisation", rows: "by_vehicle", sort: "-utilisation_pct",
    columns: [...VEHICLE, "active_days", "driving_time_s", "shift_driving_s", "shift_days", "shift_time_s", "utilisation_pct"],
  },
  drivers: {
    question: "driver-behaviour", rows: "by_driver", sort: "-index_per_100km",
    columns: ["driver_name", "vehicles", "trips", "distance_km", "driving_time_s", ...EVENTS, "index_per_100km", "fixes_left_out"],
  },
  fuel: {
    question: "fuel", rows: "by_vehicle", sort: "-litres_estimated",
    columns: [...VEHICLE, "active_days", "measured_days", "distance_km", "fuel_100km", "litres_estimated", "litres_measured", "missing"],
  },
};

/** Columns of words. @type {Record<string, (row: any) => string | null>} */
const WORDS = {
  vehicle: title,
  driver_name: (row) => row.driver_name,
  cost_centre: (row) => row.cost_centre,
  day: (row) => row.day,
  shift_day: (row) => t(row.shift_day ? "analytics.yes" : "analytics.no"),
  missing: (row) => [row.estimate_missing && t("analytics.missing.estimate"), row.measurement_missing && t("analytics.missing.measurement")].filter(Boolean).join(", "),
};

/** @param {string} column */
export const isNumber = (column) => !(column in WORDS);

/** @param {string} column */
export const heading = (column) => (isNumber(column) ? label(column) : t(`analytics.figure.${column}`));

/** @param {string} column @param {any} row @param {boolean} isFirst it names the row */
export function cell(column, row, isFirst) {
  if (isNumber(column)) return el("td.number", {}, value(column, row[column]));
  const content = column === "day" ? date(row.day) : column in NARROWER ? narrower(column, row) : WORDS[column](row);
  return el(isFirst ? "th" : "td", { scope: isFirst && "row" }, content);
}

/** The filter that leaves only this value. @type {Record<string, (row: any) => Record<string, any>>} */
const NARROWER = {
  vehicle: (row) => (row.vehicle_number ? { vehicle_number: row.vehicle_number } : { imei: row.imei }),
  driver_name: (row) => ({ driver_name: row.driver_name }),
  cost_centre: (row) => ({ cost_centre: row.cost_centre }),
};

/** A link to the same page about only this vehicle, driver or cost centre. @param {string} column @param {any} row */
export function narrower(column, row) {
  const name = WORDS[column](row);
  if (!name) return el("span.not-known", {}, t("analytics.none"));
  const target = () => {
    const { query } = place();
    for (const [filter, only] of Object.entries(NARROWER[column](row))) query.set(filter, only);
    return link("analytics", query);
  };
  // The other choices may have changed since.
  return el("a", { href: target(), title: t("analytics.only", { name }), onclick: (/** @type {any} */ event) => { event.currentTarget.href = target(); } }, name);
}

/** Sorted; what is unknown comes last in either direction. @param {any[]} rows @param {string} sort a column, with `-` downwards */
export function sorted(rows, sort) {
  const column = sort.replace(/^-/, ""), direction = sort.startsWith("-") ? -1 : 1;
  const { compare } = new Intl.Collator(currentLanguage(), { numeric: true });
  const key = (/** @type {any} */ row) => (isNumber(column) ? row[column] : WORDS[column](row) || null);
  return [...rows].sort((one, other) => {
    const a = key(one), b = key(other);
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return direction * (typeof a === "number" ? a - b : compare(a, b));
  });
}
