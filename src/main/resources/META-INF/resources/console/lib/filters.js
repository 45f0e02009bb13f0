// @ts-check
/** The filters of the read-API, in the address of the page. */
import { change, place } from "./address.js";
import { el, fill } from "./dom.js";
import { json } from "./session.js";
import { t } from "./texts.js";

export const FILTERS = ["cost_centre", "assigned_city", "vehicle_type", "fleet_segment", "vehicle_number", "driver_name", "imei"];
/** Those that have few enough values for a menu, and what `/analytics/filters` calls their list. */
const MENUS = { cost_centre: "cost_centres", assigned_city: "cities", vehicle_type: "vehicle_types", fleet_segment: "segments" };

/** What is chosen now. @returns {Record<string, string[]>} */
export function chosen() {
  const { query } = place();
  return Object.fromEntries(FILTERS.map((name) => [name, query.getAll(name)]).filter(([, values]) => values.length));
}

/**
 * A row of menus, one a filter, and a button for each value that is chosen.
 *
 * @returns {HTMLElement} follows the address as long as it is in the page
 */
export function filterBar() {
  const menus = el("div.menus");
  const values = el("div.chips");
  const bar = el("div.filters", { role: "group", "aria-label": t("filters") }, menus, values);
  const show = () => {
    if (!bar.isConnected && bar.dataset.shown) return window.removeEventListener("fleetline:choices", show);
    bar.dataset.shown = "1";
    fill(values, Object.entries(chosen()).flatMap(([name, list]) => list.map((value) => chip(name, value))));
    for (const menu of menus.querySelectorAll("select")) menu.value = "";
  };
  window.addEventListener("fleetline:choices", show);
  queueMicrotask(show);
  json("analytics/filters").then((options) => fill(menus, Object.entries(MENUS).map(([name, list]) => menu(name, (options[list] ?? []).map((/** @type {any} */ option) => option[name])))), () => {});
  return bar;
}

/** @param {string} name @param {string} value */
function chip(name, value) {
  const remove = () => change({ [name]: chosen()[name].filter((other) => other !== value) });
  return el("button.chip", { type: "button", onclick: remove, "aria-label": t("filter.remove", { name: t(`filter.${name}`), value }) }, `${value} `, el("span", { "aria-hidden": "true" }, "×"));
}

/** @param {string} name @param {string[]} options */
function menu(name, options) {
  const add = (/** @type {any} */ event) => change({ [name]: [...new Set([...(chosen()[name] ?? []), event.target.value])] });
  return options.length > 0 && el("select", { "aria-label": t(`filter.${name}`), onchange: add },
      el("option", { value: "" }, t(`filter.${name}`)), options.map((value) => el("option", { value }, value)));
}
