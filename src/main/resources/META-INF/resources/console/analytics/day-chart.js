// @ts-check
/** One figure by day, drawn by uPlot. Days without a shift have a grey ground; a day whose figure is unknown has no bar. */
import { el, fill } from "../lib/dom.js";
import { plots } from "../lib/plots.js";
import { failed } from "../lib/states.js";
import { number, t } from "../lib/texts.js";
import { colour } from "../map/colours.js";
import { date, scaled, written } from "./values.js";

const HEIGHT_PX = 280, AXIS_PX = 58, LABEL_PX = 62, WIDEST_BAR_PX = 56;

/** With a decimal only where there is one. @param {number} value */
const round = (value) => number(value, Number.isInteger(value) ? 0 : 1);

export class DayChart {
  /** @type {any} */ #plot = null;
  #hasEnded = false;

  /** @param {any[]} days of the answer @param {string} figure */
  constructor(days, figure) {
    this.days = days;
    this.figure = figure;
    this.values = days.map((row) => scaled(figure, row[figure]));
    this.ground = el("div.plot", { role: "img", "aria-label": this.#inWords() });
    this.readout = el("p.readout.soft.small");
    this.element = el("div", {}, this.ground, this.readout);
    this.sizes = new ResizeObserver(() => this.#plot?.setSize({ width: this.ground.clientWidth, height: HEIGHT_PX }));
    this.system = matchMedia("(prefers-color-scheme: dark)");
    this.#read(null);
    this.#draw();
    this.sizes.observe(this.ground);
    window.addEventListener("fleetline:theme", this.#draw);
    this.system.addEventListener("change", this.#draw);
  }

  end() {
    this.#hasEnded = true;
    this.sizes.disconnect();
    window.removeEventListener("fleetline:theme", this.#draw);
    this.system.removeEventListener("change", this.#draw);
    this.#plot?.destroy();
  }

  #draw = async () => {
    try {
      const uPlot = await plots();
      if (this.#hasEnded) return;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(uPlot), [this.days.map((_, index) => index), this.values], this.ground);
    } catch (error) {
      console.warn(error);
      fill(this.ground, failed(error, this.#draw));
    }
  };

  /** @param {any} uPlot */
  #options(uPlot) {
    const last = this.days.length - 0.5, top = (/** @type {number | null} */ most) => (most ? uPlot.rangeNum(0, most, 0.1, true)[1] : 1);
    return {
      width: this.ground.clientWidth || 320, height: HEIGHT_PX, legend: { show: false }, padding: [12, 8, 0, 0],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false, range: () => [-0.5, last] }, y: { range: (/** @type {any} */ _, /** @type {any} */ __, /** @type {any} */ most) => [0, top(most)] } },
      axes: this.#axes(),
      series: [{}, { fill: colour("--accent"), stroke: colour("--accent"), width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.72, WIDEST_BAR_PX] }) }],
      hooks: { drawClear: [(/** @type {any} */ plot) => this.#restDays(plot)], setCursor: [(/** @type {any} */ plot) => this.#read(plot.cursor.idx)] },
    };
  }

  #axes() {
    const both = { stroke: colour("--soft"), font: "12px system-ui, sans-serif", ticks: { show: false } };
    const day = (/** @type {number} */ index) => date(this.days[index].day, { day: "numeric", month: "short" });
    return [
      {
        ...both, size: 30, grid: { show: false }, splits: (/** @type {any} */ plot) => this.#labelled(plot.width),
        values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(day),
      },
      { ...both, size: AXIS_PX, grid: { stroke: colour("--line"), width: 1 }, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(round) },
    ];
  }

  /** As many days get a label as there is room for. @param {number} width */
  #labelled(width) {
    const step = Math.max(1, Math.ceil(this.days.length / Math.max(1, Math.floor((width - AXIS_PX) / LABEL_PX))));
    return this.days.map((_, index) => index).filter((index) => index % step === 0);
  }

  /** @param {any} plot */
  #restDays(plot) {
    const { ctx, bbox } = plot;
    ctx.fillStyle = colour("--hover");
    this.days.forEach((row, index) => {
      const left = plot.valToPos(index - 0.5, "x", true), right = plot.valToPos(index + 0.5, "x", true);
      if (!row.shift_day) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    });
  }

  /** The day under the pointer; or what the chart says at all. @param {number | null | undefined} index */
  #read(index) {
    const row = index === null || index === undefined ? null : this.days[index];
    const rest = row && !row.shift_day ? t("analytics.days.no_shift") : "";
    fill(this.readout, row ? `${date(row.day)}: ${written(this.figure, row[this.figure])} ${rest}` : this.#inWords());
  }

  #inWords() {
    const known = this.days.filter((row) => row[this.figure] !== null);
    const most = known.reduce((best, row) => (best && best[this.figure] >= row[this.figure] ? best : row), null);
    const values = { figure: t(`analytics.figure.${this.figure}`), known: number(known.length), days: number(this.days.length) };
    return most ? t("analytics.days.label", { ...values, most: written(this.figure, most[this.figure]), day: date(most.day) }) : t("analytics.days.unknown", values);
  }
}

/** Whether there is anything to draw. @param {any[]} days @param {string} figure */
export const hasBars = (days, figure) => days.some((row) => row[figure] > 0);
export const DAY_FIGURES = ["utilisation_pct", "distance_km", "driving_time_s", "idle_time_s", "trips", "active_vehicles"];
