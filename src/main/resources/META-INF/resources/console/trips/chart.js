// @ts-check
/** Values over the time of the day by uPlot, with stops as bands, alarms as triangles, and the time of the playback as a line. */
import { el, fill } from "../lib/dom.js";
import { plots } from "../lib/plots.js";
import { drawBands, drawMarks, options } from "./chart-options.js";

const HEIGHT_PX = 128;

/**
 * @typedef {{ label: string, about: string, unit: string, fromMs: number, toMs: number, timesMs: ArrayLike<number>, values: ArrayLike<number>, isStepped: boolean,
 *   bands: { startMs: number, endMs: number }[], marks: { timeMs: number, severity: string }[] }} Content about: the chart in words
 */

export class Chart {
  /** @type {any} */ #plot = null;
  /** @type {Content | null} */ #content = null;
  #playedMs = NaN;
  #isSetting = false;

  /** @param {{ onHover: (timeMs: number | null) => void, onSeek: (timeMs: number) => void }} listener */
  constructor(listener) {
    this.listener = listener;
    this.element = el("div.trips-chart", { role: "img", onclick: () => this.#seek() });
    // Moved by itself: the chart is not drawn anew with each frame of the playback.
    this.head = el("div.trips-head");
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(this.element);
    window.addEventListener("fleetline:theme", this.#draw);
  }

  /** @param {Content} content */
  show(content) {
    this.#content = content;
    this.element.setAttribute("aria-label", content.about);
    this.#draw();
  }

  #draw = async () => {
    const content = this.#content;
    if (!content) return;
    const UPlot = await plots().catch(() => null);
    if (content !== this.#content) return;
    this.#plot?.destroy();
    fill(this.element);
    if (!UPlot) return;
    const values = Array.from(content.values, (value) => (Number.isNaN(value) ? null : value));
    const hooks = {
      drawClear: [(/** @type {any} */ plot) => drawBands(plot, content.bands)],
      draw: [(/** @type {any} */ plot) => drawMarks(plot, content.marks)],
      setCursor: [(/** @type {any} */ plot) => this.#hovered(plot)],
    };
    const chosen = options(UPlot, content, { width: this.element.clientWidth, height: HEIGHT_PX }, hooks);
    this.#plot = new UPlot(chosen, [Array.from(content.timesMs, (timeMs) => timeMs / 1000), values], this.element);
    this.#plot.over.append(this.head);
    this.played(this.#playedMs);
  };

  /** @param {any} plot */
  #hovered(plot) {
    if (this.#isSetting) return;
    this.listener.onHover(plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, "x") * 1000 : null);
  }

  #resize() {
    this.#plot?.setSize({ width: this.element.clientWidth, height: HEIGHT_PX });
    this.played(this.#playedMs);
  }

  #seek() {
    if (this.#plot?.cursor.left >= 0) this.listener.onSeek(this.#plot.posToVal(this.#plot.cursor.left, "x") * 1000);
  }

  /** @param {number} timeMs of the playback */
  played(timeMs) {
    this.#playedMs = timeMs;
    if (this.#plot) this.head.style.left = `${this.#plot.valToPos(timeMs / 1000, "x")}px`;
  }

  /** The pointer is on the path of the map. @param {number | null} timeMs */
  point(timeMs) {
    if (!this.#plot) return;
    this.#isSetting = true;
    this.#plot.setCursor(timeMs === null ? { left: -10, top: -10 } : { left: this.#plot.valToPos(timeMs / 1000, "x"), top: 20 });
    this.#isSetting = false;
  }

  end() {
    this.sizes.disconnect();
    window.removeEventListener("fleetline:theme", this.#draw);
    this.#plot?.destroy();
  }
}
