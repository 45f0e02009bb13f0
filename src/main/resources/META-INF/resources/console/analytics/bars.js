// @ts-check
/** Horizontal bars. They are rows of a table, so that a screen reader reads names and numbers. */
import { el } from "../lib/dom.js";
import { t } from "../lib/texts.js";
import { narrower } from "./tables.js";
import { label, scaled, value } from "./values.js";

/**
 * @param {string} caption
 * @param {any[]} rows
 * @param {{ subject: string, bars: string[], others?: string[] }} look subject: what a row is about; bars: figures drawn on one scale; others: figures as
 *   numbers only
 */
export function bars(caption, rows, { subject, bars: drawn, others = [] }) {
  const most = Math.max(...rows.flatMap((row) => drawn.map((figure) => scaled(figure, row[figure]) ?? 0)));
  const swatch = (/** @type {string} */ figure) => drawn.length > 1 && drawn.includes(figure) && el(`span.swatch.fill-${drawn.indexOf(figure)}`);
  const head = [...drawn, ...others].map((figure) => el("th.number", { scope: "col" }, swatch(figure), label(figure)));
  return el("table.bars", {}, el("caption.unseen", {}, caption),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t(`analytics.figure.${subject}`)), head)),
      el("tbody", {}, rows.map((row) => el("tr", {},
          el("th", { scope: "row" }, narrower(subject, row), drawn.map((figure, index) => bar(scaled(figure, row[figure]), most, index))),
          [...drawn, ...others].map((figure) => el("td.number", {}, value(figure, row[figure])))))));
}

/** No line at all where the figure is unknown, and an empty one where it is 0. @param {number | null} length @param {number} most @param {number} index */
function bar(length, most, index) {
  if (length === null) return null;
  const filled = el(`span.fill-${index}`);
  filled.style.width = `${(100 * length) / most}%`;
  return el("span.track", { "aria-hidden": "true" }, length > 0 && filled);
}
