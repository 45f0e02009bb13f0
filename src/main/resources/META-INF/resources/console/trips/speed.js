// @ts-check
/** Speed as colour: the steps, what lies between them on a track, and their legend. */
import { el } from "../lib/dom.js";
import { number, t } from "../lib/texts.js";
import { LONG_GAP_MS } from "./track.js";

/** Where each step begins, in km/h. The colours are `--speed-0` to `--speed-5` of style/trips.css: light and dark also without colour vision. */
const STEPS = [0, 10, 30, 50, 80, 100];
export const UNKNOWN = -1, GAP = -2;

/** @param {number} speedKmh @returns {number} the step, or UNKNOWN */
export function stepOf(speedKmh) {
  if (Number.isNaN(speedKmh)) return UNKNOWN;
  return Math.max(0, STEPS.findLastIndex((from) => speedKmh >= from));
}

/** The name of a step's colour. @param {number} step */
export const colourOf = (step) => (step < 0 ? "--speed-none" : `--speed-${step}`);

/**
 * A track as lines of one step each.
 *
 * @param {import("./track.js").Track} track
 * @returns {Map<number, [number, number][][]>} by step
 */
export function lines({ times, xs, ys, speeds }) {
  /** @type {Map<number, [number, number][][]>} */
  const result = new Map();
  for (let i = 1, before = NaN; i < times.length; i++) {
    const known = [speeds[i - 1], speeds[i]].filter((speed) => !Number.isNaN(speed));
    const step = times[i] - times[i - 1] > LONG_GAP_MS ? GAP : stepOf(known.reduce((sum, speed) => sum + speed, 0) / known.length);
    const list = result.get(step) ?? [];
    if (step !== before) list.push([[xs[i - 1], ys[i - 1]]]);
    list[list.length - 1].push([xs[i], ys[i]]);
    result.set(step, list);
    before = step;
  }
  return result;
}

/**
 * Speed over time: the fixes that have one, and between those that are far apart in time a value that is unknown, so that no line connects them.
 *
 * @param {import("./track.js").Track} track @returns {{ timesMs: number[], values: number[] }}
 */
export function series({ times, speeds }) {
  const known = [...times.keys()].filter((index) => !Number.isNaN(speeds[index])), points = known.flatMap((index, i) => {
    const point = { timeMs: times[index], value: speeds[index] }, before = i === 0 ? point.timeMs : times[known[i - 1]];
    return point.timeMs - before > LONG_GAP_MS ? [{ timeMs: (before + point.timeMs) / 2, value: NaN }, point] : [point];
  });
  return { timesMs: points.map(({ timeMs }) => timeMs), values: points.map(({ value }) => value) };
}

export function legend() {
  const range = (/** @type {number} */ from, /** @type {number} */ step) => (step === STEPS.length - 1 ? `≥ ${number(from)}` : `${number(from)}–${number(STEPS[step + 1])}`);
  return el("div.trips-legend.card", { role: "group", "aria-label": t("trips.legend") }, el("b", {}, "km/h"),
      STEPS.map((from, step) => el("span", {}, el(`i.step-${step}`, { "aria-hidden": "true" }), range(from, step))),
      el("span", {}, el("i.step-gap", { "aria-hidden": "true" }), t("trips.legend.gap")));
}
