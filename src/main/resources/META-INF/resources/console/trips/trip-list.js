// @ts-check
/** The trips of the day as a table that is sorted by its heads, with their sum; one row can be chosen. */
import { el, fill } from "../lib/dom.js";
import { empty, failed, waiting } from "../lib/states.js";
import { duration, number, t, time } from "../lib/texts.js";
import { tried } from "./facts.js";
import { sorted } from "./trip.js";

const MOST_ROWS = 1_000;
const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

/** @typedef {{ onChoose: (key: string) => void, onPoint: (key: string) => void, onSort: (sort: string) => void, onSave: () => Promise<void> }} ListListener */

export class TripList {
  /** @type {import("./trip.js").Trip[]} */ #trips = [];
  sortedBy = "start";
  #chosen = "";

  /** @param {ListListener} listener */
  constructor(listener) {
    this.listener = listener;
    this.heads = el("tr");
    this.rows = el("tbody", { onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), onmouseleave: () => listener.onPoint("") });
    this.table = el("table.trips-table", {}, el("caption.unseen", {}, t("page.trips")), el("thead", {}, this.heads), this.rows);
    this.totals = el("p", { "aria-live": "polite" });
    this.state = el("p.small.trips-note", { role: "alert" });
    this.save = el("button", { type: "button", "aria-label": t("trips.save.list"), onclick: () => tried(this.save, listener.onSave, this.state) }, "CSV");
    this.body = el("div.trips-rows", { tabindex: "-1" });
    this.element = el("section.trips-list", { "aria-label": t("page.trips") }, el("div.trips-totals", {}, this.totals, this.save), this.state, this.body);
  }

  wait() {
    this.#clear();
    fill(this.body, waiting(8));
  }

  #clear() {
    this.#trips = [];
    this.save.hidden = true;
    fill(this.totals);
    fill(this.state);
  }

  /** @param {unknown} error @param {() => void} again */
  fail(error, again) {
    this.#clear();
    fill(this.body, failed(error, again));
  }

  /** @param {import("./trip.js").Trip[]} trips @param {any} summary of the answer @param {string} sort @param {string} about what to do if there is none */
  show(trips, summary, sort, about) {
    this.#trips = trips;
    this.save.hidden = trips.length === 0;
    const hours = number((summary.driving_time_s ?? 0) / 3600, 1);
    const sums = [[number(summary.trips), t("trips.trips")], [number(summary.distance_km), "km"], [hours, t("trips.hours")], [number(summary.vehicles), t("trips.vehicles")]];
    fill(this.totals, sums.map(([value, unit]) => el("span", {}, el("b", {}, value), ` ${unit}`)));
    if (trips.length === 0) fill(this.body, empty(t("trips.none"), about));
    else this.sort(sort);
  }

  /** @param {string} sort */
  sort(sort) {
    this.sortedBy = sort;
    const focused = document.activeElement?.closest("tr[data-key]")?.getAttribute("data-key") ?? "";
    const shown = sorted(this.#trips, sort).slice(0, MOST_ROWS), left = this.#trips.length - shown.length;
    fill(this.heads, this.#head("vehicle"), this.#head("start"), this.#head("duration", true), this.#head("distance", true));
    fill(this.rows, shown.map((trip) => this.#row(trip)));
    const scrolled = this.body.scrollTop;
    fill(this.body, this.table, left > 0 && el("p.soft.small", {}, t("list.more", { count: number(left) })));
    this.body.scrollTop = scrolled;
    this.#mark();
    this.rows.querySelector(`[data-key="${CSS.escape(focused)}"] button`)?.focus();
  }

  /** @param {string} column @param {boolean} [isNumber] */
  #head(column, isNumber = false) {
    const isSorted = this.sortedBy.replace("-", "") === column, isDescending = this.sortedBy.startsWith("-");
    const click = () => {
      this.listener.onSort(isSorted && !isDescending ? `-${column}` : column);
      this.heads.querySelector(`[data-column="${column}"]`)?.focus();
    };
    const order = isSorted ? (isDescending ? "descending" : "ascending") : "none";
    const button = el("button", { type: "button", "data-column": column, onclick: click }, t(`trips.column.${column}`));
    return el(isNumber ? "th.number" : "th", { scope: "col", "aria-sort": order }, button);
  }

  /** @param {import("./trip.js").Trip} trip */
  #row({ key, plate, driver, startMs, endMs, durationS, distanceKm }) {
    const choose = (/** @type {Event} */ event) => { event.stopPropagation(); this.listener.onChoose(key); };
    return el("tr", { "data-key": key, onclick: choose, onmouseenter: () => this.listener.onPoint(key) },
        el("td", {}, el("button", { type: "button", tabindex: "-1", onclick: choose, onfocus: () => this.listener.onPoint(key) }, plate),
          driver && el("span.soft.small", {}, driver)),
        el("td.trips-times", {}, time(startMs, CLOCK), el("span.soft", {}, ` – ${time(endMs, CLOCK)}`)),
        el("td.number", {}, duration(durationS)), el("td.number", {}, distanceKm === null ? t("unknown") : number(distanceKm, 1)));
  }

  /** @param {string} key empty: none */
  choose(key) {
    if (key === this.#chosen) return;
    this.#chosen = key;
    this.#mark();
    const row = this.rows.querySelector(".chosen"), head = this.heads.offsetHeight;
    if (!row) return;
    // Only the list scrolls: on a phone, where it is part of the page, nothing moves.
    const above = row.offsetTop - head - this.body.scrollTop, below = row.offsetTop + row.offsetHeight - this.body.scrollTop - this.body.clientHeight;
    if (above < 0) this.body.scrollTop += above;
    else if (below > 0) this.body.scrollTop += below;
  }

  #mark() {
    for (const row of this.rows.children) {
      const isChosen = row.dataset.key === this.#chosen;
      row.classList.toggle("chosen", isChosen);
      const button = row.querySelector("button");
      button.tabIndex = isChosen ? 0 : -1;
      if (isChosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!this.rows.querySelector(".chosen")) this.rows.querySelector("button")?.setAttribute("tabindex", "0");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const buttons = [...this.rows.querySelectorAll("button")], at = buttons.indexOf(document.activeElement), last = buttons.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(last, to))].focus();
  }
}
