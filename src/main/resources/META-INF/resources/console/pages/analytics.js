// @ts-check
/** The figures of a period: totals, charts and tables, with what they mean, as of when, and what they do not contain. */
import { change } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { chosen, filterBar } from "../lib/filters.js";
import { empty, failed, reason, waiting } from "../lib/states.js";
import { heardServiceTime } from "../lib/steady.js";
import { t } from "../lib/texts.js";
import { asOf } from "../analytics/as-of.js";
import { Charts } from "../analytics/charts.js";
import { figures } from "../analytics/figures.js";
import { notes } from "../analytics/notes.js";
import { PeriodBar } from "../analytics/period.js";
import { askAll, QUESTIONS, wanted } from "../analytics/questions.js";
import { TableCard } from "../analytics/table-card.js";
import { written } from "../analytics/values.js";

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
    if (!answers.length) {
      fill(this.asOf);
      return fill(this.content, el("section.card", {}, failed(errors[0], this.#load)));
    }
    heardServiceTime(Date.parse(answers[0].as_of));
    this.period.show(answers[0].period);
    const hadFocus = this.asOf.contains(document.activeElement);
    fill(this.asOf, asOf(answers, this.#load));
    if (hadFocus) this.asOf.querySelector("button").focus();
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

  /** @param {unknown[]} errors some questions were not answered */
  #trouble(errors) {
    const reasons = [...new Set(errors.map(reason))];
    const words = el("p", {}, el("strong", {}, t("analytics.partly")), ` ${reasons.join(" ")}`);
    return el("section.card.partly", { role: "alert" }, words, el("button", { type: "button", onclick: this.#load }, t("again")));
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
    const [vehicles, trips, km] = ["active_vehicles", "trips", "distance_km"].map((figure) => written(figure, totals[figure]));
    fill(this.said, t("analytics.said", { vehicles, trips, km }));
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
