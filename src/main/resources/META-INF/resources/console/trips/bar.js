// @ts-check
/** The choice of the day, and the filters. */
import { change } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { filterBar } from "../lib/filters.js";
import { t, time } from "../lib/texts.js";
import { choice, isDate, shifted, today } from "./choice.js";

/** Another day has other trips. @param {string | null} date */
const go = (date) => change({ day: date, trip: null });

export function bar() {
  const field = el("input", { type: "date", "aria-label": t("trips.date"), onchange: () => { if (isDate(field.value)) go(field.value); } });
  const step = (/** @type {number} */ days) => () => go(shifted(choice().day, days));
  const before = el("button", { type: "button", "aria-label": t("trips.before"), onclick: step(-1) }, "‹");
  const after = el("button", { type: "button", "aria-label": t("trips.after"), onclick: step(1) }, "›");
  const now = el("button", { type: "button", onclick: () => go(null) }, t("trips.now"));
  const weekday = el("span.soft.trips-weekday");
  return {
    element: el("div.trips-bar", {}, el("div.trips-days", {}, before, field, after, now, weekday), filterBar()),
    show() {
      const { day } = choice();
      field.value = day;
      field.max = today();
      after.disabled = day >= today();
      now.setAttribute("aria-pressed", String(day === today()));
      fill(weekday, time(`${day}T12:00:00Z`, { weekday: "long", timeZone: "UTC" }));
    },
  };
}
