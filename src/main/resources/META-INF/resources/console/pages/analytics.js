// @ts-check
/** The figures of a period: totals, charts and tables, with what they mean, as of when, and what they do not contain. */
import { change } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { chosen, filterBar } from "../lib/filters.js";
import { empty, failed, reason, waiting } from "../lib/states.js";
import { heardServiceTime } from "../lib/steady.js";
import { clock, day, fleetTimeZone, number, t, time } from "../lib/texts.js";
import { Charts } from "../analytics/charts.js";
import { figures } from "../analytics/figures.js";
import { notes } from "../analytics/notes.js";
import { PeriodBar } from "../analytics/period.js";
import { askAll, QUESTIONS, wanted } from "../analytics/questions.js";
import { TableCard } from "../analytics/table-card.js";
import { date, written } from "../analytics/values.js";

/** A roll-up that began so long before the answer is late: the next begins at most minutes after the last one. */
const LATE_MS = 15 * 60_000;

/** A moment near another one: with its day only if that is another. @param {string} moment @param {string} other */
const momentOf = (moment, other) => (day(Date.parse(moment)) === day(Date.parse(other)) ? clock(moment) : time(moment));

/** @param {HTMLElement} root */
export function show(root) {
  return new AnalyticsPage(root).end;
}

class AnalyticsPage {
  #asking = new AbortController();
  #wanted = "";
  /** @type {Charts | null} */ #charts = null;
  /** @type {TableCard | null} */ #tables = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.period = new PeriodBar();
    this.asOf = el("p.as-of.soft");
    this.said = el("p.unseen", { "aria-live": "polite" });
    this.content = el("div.answers", {}, waiting(8));
    fill(root, el("div.page-head", {}, el("h1", {}, t("analytics.title")), this.period.element), filterBar(), this.asOf, this.content, this.said);
    window.addEventListener("fleetline:choices", this.#choices);
    this.#load();
  }

  #choices = () => {
    if (JSON.stringify(wanted()) !== this.#wanted) return this.#load();
    this.#charts?.show();
    this.#tables?.show();
  };

  #load = async () => {
    const query = wanted(), asking = new AbortController();
    this.#asking.abort();
    this.#asking = asking;
    this.#wanted = JSON.stringify(query);
    this.content.setAttribute("aria-busy", "true");
    const results = await askAll(query, asking.signal);
    if (asking.signal.aborted) return;
    this.content.removeAttribute("aria-busy");
    this.#show(query, results, asking.signal);
  };

  /** @param {import("../analytics/questions.js").Query} query @param {import("../analytics/questions.js").Results} results @param {AbortSignal} signal */
  #show(query, results, signal) {
    this.#end();
    const answers = QUESTIONS.map((question) => results[question].answer).filter(Boolean), errors = QUESTIONS.map((question) => results[question].error).filter(Boolean);
    fill(this.asOf, answers.length > 0 && this.#times(answers));
    if (!answers.length) return fill(this.content, el("section.card", {}, failed(errors[0], this.#load)));
    const totals = results["fleet-summary"].answer?.totals, nothing = totals && this.#nothing(totals);
    if (totals?.vehicles === 0) return fill(this.content, nothing);
    const charts = new Charts(results, (table) => this.#showTable(table));
    const tables = new TableCard({ query, signal, onMore: () => { charts.showLists(); fill(missing, notes(results)); } }, results);
    const missing = el("div", {}, notes(results));
    this.#charts = charts;
    this.#tables = tables;
    fill(this.content, errors.length > 0 && this.#trouble(errors), nothing, figures(results), charts.element, missing, tables.element);
    this.#say(results);
    // What the browser tests look at.
    /** @type {any} */ (globalThis).fleetline = { results };
  }

  /** @param {any[]} answers */
  #times(answers) {
    const { period, as_of: asOf } = answers[0], rolled = answers.map((answer) => answer.rolled_up_at), zone = fleetTimeZone();
    heardServiceTime(Date.parse(asOf));
    this.period.show(period);
    const oldest = rolled.includes(null) ? null : rolled.sort((a, b) => Date.parse(a) - Date.parse(b))[0];
    const isLate = oldest === null || Date.parse(asOf) - Date.parse(oldest) > LATE_MS;
    return [el("span", {}, t("analytics.shown_period", { from: date(period.from), to: date(period.to), days: number(period.days), zone })),
      el("span", {}, t("analytics.as_of", { time: clock(asOf) })),
      el(isLate ? "span.tag.warn" : "span", {}, oldest === null ? t("analytics.never_rolled_up") : t("analytics.rolled_up", { time: momentOf(oldest, asOf) })),
      el("button.plain", { type: "button", onclick: this.#load }, t("analytics.refresh"))];
  }

  /** @param {unknown[]} errors some questions were not answered */
  #trouble(errors) {
    const reasons = [...new Set(errors.map(reason))];
    return el("section.card.partly", { role: "alert" }, el("p", {}, el("strong", {}, t("analytics.partly")), ` ${reasons.join(" ")}`), el("button", { type: "button", onclick: this.#load }, t("again")));
  }

  /** @param {any} totals of fleet-summary */
  #nothing({ vehicles, trips, alarms }) {
    if (trips + alarms > 0) return null;
    const words = vehicles > 0 ? [t("analytics.empty"), t("analytics.empty.period")]
      : Object.keys(chosen()).length > 0 ? [t("analytics.empty.vehicles"), t("analytics.empty.about")] : [t("analytics.empty.fleet"), t("analytics.empty.fleet_about")];
    return el("section.card", {}, empty(words[0], words[1]));
  }

  /** @param {import("../analytics/questions.js").Results} results */
  #say(results) {
    const totals = results["fleet-summary"].answer?.totals ?? {};
    fill(this.said, t("analytics.said", { trips: written("trips", totals.trips), km: written("distance_km", totals.distance_km), vehicles: written("active_vehicles", totals.active_vehicles) }));
  }

  /** @param {string} table */
  #showTable(table) {
    change({ table, sort: null });
    this.#tables?.focus();
    this.#tables?.element.scrollIntoView({ block: "start" });
  }

  #end() {
    this.#charts?.end();
    this.#charts = this.#tables = null;
  }

  end = () => {
    window.removeEventListener("fleetline:choices", this.#choices);
    this.#asking.abort();
    this.period.end();
    this.#end();
  };
}
