// @ts-check
/** The list twin of the map: the same vehicles, by keyboard and for screen readers. One of them has the focus; arrows move it. */
import { el, fill } from "../lib/dom.js";
import { serviceNowMs } from "../lib/steady.js";
import { duration, number, t } from "../lib/texts.js";
import { STATUSES } from "./binary.js";

/** More rows than this nobody reads; a search or a filter finds the others. */
const MOST_ROWS = 200;

export class VehicleList {
  #search = "";
  /** @type {Set<string>} statuses that are shown; empty: all */ #statuses = new Set();
  #focus = 0;
  /** The IMEI of the row that the reader has gone to: it keeps the focus wherever the order takes it. @type {string | null} */ #focused = null;
  /** @type {number[]} */ #slots = [];

  /** @param {import("./fleet.js").Fleet} fleet @param {(imei: string) => void} onChoose */
  constructor(fleet, onChoose) {
    this.fleet = fleet;
    this.onChoose = onChoose;
    this.chosen = /** @type {string | null} */ (null);
    this.field = el("input", { type: "search", placeholder: t("search.vehicles"), "aria-label": t("search.vehicles"), oninput: () => { this.#search = normal(this.field.value); this.#focus = 0; this.#focused = null; this.show(); } });
    this.counts = el("div.statuses", { role: "group", "aria-label": t("status") });
    this.list = el("ul.vehicles", { role: "listbox", "aria-label": t("vehicles"), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
    this.note = el("p.soft.small.note");
    this.element = el("section.list", { "aria-label": t("vehicles") }, this.field, this.counts, this.list, this.note);
  }

  /** Which slots the search and the statuses leave. */
  matching() {
    const { fleet } = this;
    return Array.from({ length: fleet.count }, (_, slot) => slot).filter((slot) =>
      (this.#statuses.size === 0 || this.#statuses.has(STATUSES[fleet.status[slot]])) && (this.#search === "" || words(fleet.names[slot]).includes(this.#search)));
  }

  show() {
    const { fleet } = this, matching = this.matching();
    this.#slots = matching.sort((a, b) => fleet.status[a] - fleet.status[b] || title(fleet.names[a]).localeCompare(title(fleet.names[b]))).slice(0, MOST_ROWS);
    const hadFocus = this.list.contains(document.activeElement);
    const place = this.#slots.findIndex((slot) => fleet.names[slot].imei === this.#focused);
    this.#focus = place >= 0 ? place : Math.max(0, Math.min(this.#focus, this.#slots.length - 1));
    fill(this.list, this.#slots.map((slot, row) => this.#row(slot, row)));
    if (hadFocus) this.list.children[this.#focus]?.focus();
    fill(this.note, matching.length > MOST_ROWS ? t("list.more", { count: number(matching.length - MOST_ROWS) }) : fleet.count === 0 ? "" : matching.length === 0 ? t("list.none") : "");
    this.#showCounts();
  }

  #showCounts() {
    const counts = STATUSES.map((_, status) => this.fleet.status.subarray(0, this.fleet.count).reduce((sum, one) => sum + (one === status ? 1 : 0), 0));
    const hadFocus = [...this.counts.children].indexOf(document.activeElement);
    fill(this.counts, STATUSES.map((status, index) => el(`button.status.${status}`, { type: "button", "aria-pressed": String(this.#statuses.has(status)), onclick: () => this.#toggle(status) },
        el(`span.sign.${status}`, { "aria-hidden": "true" }), el("b", {}, number(counts[index])), ` ${t(`status.${status}`)}`)));
    if (hadFocus >= 0) this.counts.children[hadFocus].focus();
  }

  /** @param {string} status */
  #toggle(status) {
    if (!this.#statuses.delete(status)) this.#statuses.add(status);
    this.show();
  }

  /** @param {number} slot @param {number} row */
  #row(slot, row) {
    const { fleet } = this, vehicle = fleet.names[slot], status = STATUSES[fleet.status[slot]], isChosen = vehicle.imei === this.chosen;
    const detail = status === "moving" ? number(fleet.speed[slot], 0, "km/h") : t("ago", { time: duration(serviceNowMs() / 1000 - fleet.gpsS[slot]) });
    return el("li", { role: "option", tabindex: row === this.#focus ? 0 : -1, "aria-selected": String(isChosen), onclick: () => { this.#focused = vehicle.imei; this.onChoose(vehicle.imei); } },
        el(`span.sign.${status}`, { role: "img", "aria-label": t(`status.${status}`) }),
        el("span.who", {}, el("b", {}, title(vehicle)), el("span.soft", {}, [vehicle.driver_name, vehicle.cost_centre].filter(Boolean).join(" · "))),
        el("span.soft.small.number", {}, detail));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#slots.length - 1;
    const to = { ArrowDown: this.#focus + 1, ArrowUp: this.#focus - 1, Home: 0, End: last, PageDown: this.#focus + 10, PageUp: this.#focus - 10 }[event.key];
    if (to !== undefined) {
      this.list.children[this.#focus]?.setAttribute("tabindex", "-1");
      this.#focus = Math.max(0, Math.min(last, to));
      this.#focused = this.fleet.names[this.#slots[this.#focus]]?.imei ?? null;
      this.list.children[this.#focus]?.setAttribute("tabindex", "0");
      this.list.children[this.#focus]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      this.onChoose(this.fleet.names[this.#slots[this.#focus]].imei);
    } else {
      return;
    }
    event.preventDefault();
  }
}

/** @param {any} vehicle */
export const title = (vehicle) => String(vehicle.vehicle_number ?? vehicle.vehicle_name ?? vehicle.imei);

/** @param {string} text without accents, in lower case */
const normal = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/** What a search looks into. @param {any} vehicle */
const words = (vehicle) => normal([vehicle.vehicle_number, vehicle.vehicle_name, vehicle.driver_name, vehicle.imei].filter(Boolean).join(" "));
