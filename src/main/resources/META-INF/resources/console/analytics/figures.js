// @ts-check
/** The totals, as cards. */
import { el } from "../lib/dom.js";
import { t } from "../lib/texts.js";
import { aboutFigure } from "./about.js";
import { form, value, written } from "./values.js";

/** @typedef {{ figure: string, question: import("./questions.js").Question, below: (totals: any) => string }} Card */

/** @type {Card[]} */
const CARDS = [
  { figure: "active_vehicles", question: "fleet-summary", below: (totals) => t("analytics.below.vehicles", words(totals, "vehicles")) },
  { figure: "trips", question: "fleet-summary", below: (totals) => t("analytics.below.stops", words(totals, "parkings")) },
  { figure: "distance_km", question: "utilisation", below: (totals) => t("analytics.below.active_days", words(totals, "active_days")) },
  { figure: "driving_time_s", question: "utilisation", below: (totals) => t("analytics.below.in_shift", words(totals, "shift_driving_s")) },
  { figure: "idle_time_s", question: "fleet-summary", below: (totals) => t("analytics.below.parked", words(totals, "parked_s")) },
  { figure: "alarms", question: "fleet-summary", below: (totals) => t("analytics.below.critical", words(totals, "critical_alarms")) },
  { figure: "utilisation_pct", question: "utilisation", below: (totals) => t("analytics.below.shift_time", words(totals, "shift_time_s")) },
  { figure: "index_per_100km", question: "driver-behaviour", below: (totals) => t("analytics.below.events", events(totals)) },
  { figure: "litres_estimated", question: "fuel", below: (totals) => t("analytics.below.without", words(totals, "vehicles", "vehicles_without_estimate")) },
  { figure: "litres_measured", question: "fuel", below: (totals) => t("analytics.below.without", words(totals, "vehicles", "vehicles_without_measurement")) },
];

/** @param {any} totals @param {...string} figures @returns {Record<string, string>} each as text; what is without a vehicle's figure is called `without` */
const words = (totals, ...figures) => Object.fromEntries(figures.map((figure) => [figure.replace(/^vehicles_without_.*/, "without"), written(figure, totals[figure])]));

/** @param {any} totals of driver-behaviour */
function events(totals) {
  const harsh = ["harsh_acceleration", "harsh_braking", "harsh_cornering"].map((kind) => totals[kind]);
  return { speeding: written("speeding", totals.speeding), harsh: written("harsh_braking", harsh.includes(undefined) ? null : harsh.reduce((sum, one) => sum + one, 0)) };
}

/** @param {import("./questions.js").Results} results */
export function figures(results) {
  return el("section.figures", { "aria-label": t("analytics.totals") }, CARDS.map((card) => one(card, results[card.question].answer?.totals)));
}

/** @param {Card} card @param {any} totals undefined: the question was not answered */
function one({ figure, below }, totals) {
  const raw = totals?.[figure], { unit } = form(figure);
  return el("section.card.total", { "data-total": figure },
      el("header", {}, el("h2", {}, t(`analytics.figure.${figure}`)), aboutFigure(figure)),
      el("p.figure", {}, value(figure, raw), raw !== null && raw !== undefined && unit && el("small", {}, ` ${unit}`)),
      el("p.soft.small", {}, totals ? below(totals) : t("analytics.not_answered")));
}
