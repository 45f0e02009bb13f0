// @ts-check
/** The period in the address: business days of the fleet, both inclusive. Without them the service takes the last seven days. */
import { change, place } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { serviceNowMs } from "../lib/steady.js";
import { day, t } from "../lib/texts.js";

const DAY_MS = 86_400_000;
/** While a date is typed, the field passes through other dates: it counts when it has stayed for so long. */
const TYPING_MS = 600;

/** @typedef {{ from: string, to: string }} Period days as `2026-05-31` */

/** @type {Record<string, (today: string) => Period>} */
const PRESETS = {
  week: (today) => ({ from: before(today, 6), to: today }),
  days30: (today) => ({ from: before(today, 29), to: today }),
  month: (today) => ({ from: `${today.slice(0, 8)}01`, to: today }),
};

/** @param {string} last @param {number} days */
const before = (last, days) => new Date(Date.parse(last) - days * DAY_MS).toISOString().slice(0, 10);

/** What the address says; null where it says nothing. */
export function period() {
  const { query } = place();
  return { from: query.get("from"), to: query.get("to") };
}

/** Buttons for the usual periods, and a field for each end. */
export class PeriodBar {
  /** @type {number | undefined} */ #typing;

  constructor() {
    this.from = this.#field();
    this.to = this.#field();
    this.presets = el("span.presets");
    this.element = el("div.period", { role: "group", "aria-label": t("analytics.period") }, this.presets,
        el("label", {}, t("analytics.from"), this.from), el("label", {}, t("analytics.to"), this.to));
    const { from, to } = period();
    this.show({ from: from ?? "", to: to ?? "" });
  }

  /** @param {Period} shown the one that was answered */
  show(shown) {
    const today = day(serviceNowMs()), focused = [...this.presets.children].indexOf(document.activeElement);
    this.from.value = shown.from;
    this.to.value = shown.to;
    fill(this.presets, Object.entries(PRESETS).map(([name, of]) => {
      const { from, to } = of(today);
      return el("button", { type: "button", "aria-pressed": String(from === shown.from && to === shown.to), onclick: () => change({ from, to }) }, t(`analytics.period.${name}`));
    }));
    this.presets.children[focused]?.focus();
  }

  #field() {
    const chosen = () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => change({ from: this.from.value, to: this.to.value }), TYPING_MS);
    };
    return el("input", { type: "date", max: "9999-12-31", onchange: chosen });
  }

  end() {
    clearTimeout(this.#typing);
  }
}
