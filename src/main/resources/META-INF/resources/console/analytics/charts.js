// @ts-check
/** The four charts. Each has its definition, and a button to the table of its figures. */
import { change, place } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { empty } from "../lib/states.js";
import { number, t } from "../lib/texts.js";
import { about } from "./about.js";
import { bars } from "./bars.js";
import { DAY_FIGURES, DayChart, hasBars } from "./day-chart.js";
import { sorted } from "./tables.js";

const MOST_BARS = 10;
/** Of the charts, and of their tables. */
const NAMES = ["days", "cost_centres", "drivers", "fuel"];

export class Charts {
  /** @type {DayChart | null} */ #days = null;
  #shownFigure = "";

  /** @param {import("./questions.js").Results} results @param {(table: string) => void} onTable shows a table */
  constructor(results, onTable) {
    this.results = results;
    this.onTable = onTable;
    this.bodies = Object.fromEntries(NAMES.map((name) => [name, el("div.drawn")]));
    this.element = el("div.charts", {}, NAMES.map((name) => this.#card(name, name === "days" && this.#figures())));
    this.show();
    this.showLists();
  }

  /** As the address says. */
  show() {
    if (this.#figure === this.#shownFigure) return;
    this.#shownFigure = this.#figure;
    this.end();
    const { answer } = this.results.utilisation;
    fill(this.bodies.days, answer ? this.#byDay(answer.daily) : empty(t("analytics.not_answered")));
  }

  /** Those of the lists, which may have grown. */
  showLists() {
    const { "fleet-summary": summary, "driver-behaviour": drivers, fuel } = this.results, none = empty(t("analytics.not_answered"));
    fill(this.bodies.cost_centres, summary.answer ? this.#costCentres(summary.answer.by_cost_centre) : none);
    fill(this.bodies.drivers, drivers.answer ? this.#drivers(drivers.answer.by_driver, drivers.answer.truncated) : none.cloneNode(true));
    fill(this.bodies.fuel, fuel.answer ? this.#fuel(fuel.answer.by_vehicle, fuel.answer.truncated) : none.cloneNode(true));
  }

  /** @param {string} name of the chart and of its table @param {any} [choice] */
  #card(name, choice) {
    const title = t(`analytics.chart.${name}`), asTable = t("analytics.as_table.label", { chart: title });
    return el("section.card.chart", { "data-chart": name, "aria-label": title },
        el("header", {}, el("div.titled", {}, el("h2", {}, title), about(title, t(`analytics.chart_about.${name}`))),
            el("button.plain", { type: "button", onclick: () => this.onTable(name), "aria-label": asTable }, t("analytics.as_table"))),
        el("div.body", {}, choice, this.bodies[name]));
  }

  get #figure() {
    const named = place().query.get("figure") ?? "";
    return DAY_FIGURES.includes(named) ? named : DAY_FIGURES[0];
  }

  #figures() {
    return el("select", { "aria-label": t("analytics.days.figure"), onchange: (/** @type {any} */ event) => change({ figure: event.target.value }) },
        DAY_FIGURES.map((figure) => el("option", { value: figure, selected: figure === this.#figure }, t(`analytics.figure.${figure}`))));
  }

  /** @param {any[]} daily */
  #byDay(daily) {
    if (!hasBars(daily, this.#figure)) return empty(t("analytics.empty.chart"), t("analytics.empty.days"));
    this.#days = new DayChart(daily, this.#figure);
    return this.#days.element;
  }

  /** @param {any[]} rows */
  #costCentres(rows) {
    const most = sorted(rows, "-distance_km").slice(0, MOST_BARS);
    if (!(most[0]?.distance_km > 0)) return empty(t("analytics.empty.chart"), t("analytics.empty.kilometres"));
    return [bars(t("analytics.chart.cost_centres"), most, { subject: "cost_centre", bars: ["distance_km"], others: ["active_vehicles"] }), left(most.length, rows.length)];
  }

  /** @param {any[]} rows @param {boolean} isCut the service has more rows than have been loaded */
  #drivers(rows, isCut) {
    const worst = sorted(rows.filter((row) => row.index_per_100km > 0), "-index_per_100km");
    if (!worst.length) return empty(t("analytics.empty.chart"), t("analytics.empty.drivers"));
    const shown = worst.slice(0, MOST_BARS);
    const look = { subject: "driver_name", bars: ["index_per_100km"], others: ["distance_km"] };
    return [bars(t("analytics.chart.drivers"), shown, look), left(shown.length, rows.length, isCut)];
  }

  /** @param {any[]} rows @param {boolean} isCut the service has more rows than have been loaded */
  #fuel(rows, isCut) {
    const known = rows.filter((row) => row.litres_estimated > 0 || row.litres_measured > 0);
    if (!known.length) return empty(t("analytics.empty.chart"), t("analytics.empty.fuel"));
    const most = known.sort((one, other) => litres(other) - litres(one)).slice(0, MOST_BARS);
    return [bars(t("analytics.chart.fuel"), most, { subject: "vehicle", bars: ["litres_estimated", "litres_measured"] }), left(most.length, rows.length, isCut)];
  }

  end() {
    this.#days?.end();
    this.#days = null;
  }
}

/** What decides which vehicles are shown. @param {any} row */
const litres = (row) => Math.max(row.litres_estimated ?? 0, row.litres_measured ?? 0);

/** What the chart left out. @param {number} shown @param {number} count @param {boolean} [isCut] */
function left(shown, count, isCut = false) {
  return (count > shown || isCut) && el("p.soft.small.left-out", {}, t(isCut ? "analytics.chart.cut" : "analytics.chart.of", { shown: number(shown), count: number(count) }));
}
