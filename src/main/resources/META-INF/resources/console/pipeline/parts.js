// @ts-check
/** What the parts of the page are made of. */
import { el } from "../lib/dom.js";
import { duration, number, t, time } from "../lib/texts.js";

/** A state in a word, with its sign. @param {string} state good, warn, bad or unknown @param {string} [word] */
export function tag(state, word = t(`pipeline.state.${state}`)) {
  return el(`span.tag.${state === "unknown" ? "none" : state}`, {}, word);
}

/** How long ago, by the service's clock. @param {string | null} moment @param {string} asOf */
export function ago(moment, asOf) {
  if (!moment) return el("span.soft", {}, t("unknown"));
  const seconds = (Date.parse(asOf) - Date.parse(moment)) / 1000;
  return el("time", { datetime: moment, title: time(moment) }, t("ago", { time: duration(seconds) }));
}

const SIZES = ["B", "kB", "MB", "GB", "TB"];

/** @param {number | null} bytes */
export function size(bytes) {
  if (bytes === null) return t("unknown");
  const step = Math.min(SIZES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return number(value, step > 0 && value < 100 ? 1 : 0, SIZES[step]);
}

/** @param {string} command */
export function copyable(command) {
  return el("div.command", {}, el("code", { tabindex: "0" }, command),
      el("button", { type: "button", "data-copy": command, "aria-label": t("pipeline.copy", { command }) }, t("pipeline.copy.short")));
}

/**
 * @param {string} name of its text @param {string} state @param {...any} body
 */
export function card(name, state, ...body) {
  return el(`section.card.part-${name}`, { "data-key": name, "data-state": state, "aria-labelledby": `part-${name}` },
      el("header", {}, el("h2", { id: `part-${name}` }, t(`pipeline.${name}`)), tag(state)), el("div.body", {}, body));
}

/**
 * A table whose first column names the row.
 *
 * @param {string} label @param {[string, boolean?][]} columns name of the text, and whether it holds numbers
 * @param {{ key: string, cells: any[] }[]} rows
 */
export function table(label, columns, rows) {
  const place = (/** @type {boolean | undefined} */ isNumber) => (isNumber ? "number" : null);
  return el("div.scroll", { tabindex: "0", role: "region", "aria-label": label }, el("table", {},
      el("thead", {}, el("tr", {}, columns.map(([name, isNumber]) => el("th", { scope: "col", class: place(isNumber) }, t(`pipeline.column.${name}`))))),
      el("tbody", {}, rows.map(({ key, cells }) => el("tr", { "data-key": key },
          cells.map((cell, index) => (index ? el("td", { class: place(columns[index][1]) }, cell) : el("th", { scope: "row" }, cell))))))));
}

/** @param {[any, any][]} entries */
export function facts(entries) {
  return el("dl.facts", {}, entries.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}
