// @ts-check
/** Which days the figures are of, when they were answered, and up to when facts are counted in them. */
import { el } from "../lib/dom.js";
import { clock, day, fleetTimeZone, number, t, time } from "../lib/texts.js";
import { date } from "./values.js";

/** A roll-up that began so long before the answer is late: the next begins at most minutes after the last one. */
const LATE_MS = 15 * 60_000;

/** @param {any[]} answers of one period @param {() => void} again asks anew */
export function asOf(answers, again) {
  const { period, as_of: answered } = answers[0], values = { days: number(period.days), zone: fleetTimeZone() };
  return [el("span", {}, t("analytics.shown_period", { from: date(period.from), to: date(period.to), ...values })),
    el("span", {}, t("analytics.as_of", { time: clock(answered) })), counted(oldest(answers), answered),
    el("button.plain", { type: "button", onclick: again }, t("analytics.refresh"))];
}

/** @param {string | null} upTo @param {string} answered */
function counted(upTo, answered) {
  if (upTo === null) return el("span.tag.warn", {}, t("analytics.never_rolled_up"));
  const isLate = Date.parse(answered) - Date.parse(upTo) > LATE_MS, isSameDay = day(Date.parse(upTo)) === day(Date.parse(answered));
  return el(isLate ? "span.tag.warn" : "span", {}, t("analytics.rolled_up", { time: isSameDay ? clock(upTo) : time(upTo) }));
}

/** When the oldest of the roll-ups began; null: one of them has not run for days. @param {any[]} answers @returns {string | null} */
function oldest(answers) {
  const begun = answers.map((answer) => answer.rolled_up_at);
  return begun.includes(null) ? null : begun.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
}
