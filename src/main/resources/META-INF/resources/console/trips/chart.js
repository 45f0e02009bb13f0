// @ts-check
/** Values over the time of the day by uPlot, with stops as bands, alarms as triangles, and the time of the playback as a line. */
import { fleetTimeZone, number, time } from "../lib/texts.js";
import { colour } from "../map/colours.js";
import { el, fill } from "../lib/dom.js";

const HEIGHT_PX = 128;
const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

/**
 * @typedef {{ label: string, about: string, unit: string, fromMs: number, toMs: number, timesMs: ArrayLike<number>, values: ArrayLike<number>, isStepped: boolean,
 *   bands: { startMs: number, endMs: number }[], marks: { timeMs: number, severity: string }[] }} Content about: the chart in words
 */

/** @type {Promise<any> | null} */
let loading = null;

/** uPlot and its styles, once. @returns {Promise<any>} */
function uplot() {
  const address = (/** @type {string} */ name) => new URL(`../libraries/uplot/${name}`, import.meta.url).href;
  loading ??= new Promise((resolve, reject) => {
    const script = el("script", { src: address("uPlot.iife.min.js"), onload: () => resolve(/** @type {any} */ (globalThis).uPlot), onerror: () => { loading = null; reject(new Error("uPlot does not load")); } });
    document.head.append(el("link", { rel: "stylesheet", href: address("uPlot.min.css") }), script);
  });
  return loading;
}

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
    const UPlot = await uplot().catch(() => null);
    if (content !== this.#content) return;
    this.#plot?.destroy();
    fill(this.element);
    if (!UPlot) return;
    const values = Array.from(content.values, (value) => (Number.isNaN(value) ? null : value));
    this.#plot = new UPlot(this.#options(UPlot, content), [Array.from(content.timesMs, (timeMs) => timeMs / 1000), values], this.element);
    this.#plot.over.append(this.head);
    this.played(this.#playedMs);
  };

  /** @param {any} UPlot @param {Content} content */
  #options(UPlot, content) {
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, 'DejaVu Sans', sans-serif" };
    return {
      width: this.element.clientWidth, height: HEIGHT_PX, legend: { show: false }, padding: [14, 12, 0, 0],
      tzDate: (/** @type {number} */ seconds) => UPlot.tzDate(new Date(seconds * 1000), fleetTimeZone()),
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      scales: { x: { time: true, range: [content.fromMs / 1000, content.toMs / 1000] }, y: { range: (/** @type {any} */ _, /** @type {number} */ __, /** @type {number} */ most) => [0, Math.max(content.isStepped ? 3 : 20, (most ?? 0) * 1.08)] } },
      axes: [{ ...axis, size: 26, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map((seconds) => time(seconds * 1000, CLOCK)) },
        { ...axis, size: 46, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map((value) => (Number.isInteger(value) ? number(value) : "")) }],
      series: [{}, { label: content.label, stroke: colour("--accent"), width: 1.75, fill: colour("--chart-fill"), points: { show: content.timesMs.length < 2 }, paths: content.isStepped ? UPlot.paths.stepped({ align: 1 }) : undefined }],
      hooks: {
        drawClear: [(/** @type {any} */ plot) => this.#bands(plot, content)],
        draw: [(/** @type {any} */ plot) => this.#marks(plot, content)],
        setCursor: [(/** @type {any} */ plot) => this.#hovered(plot)],
      },
    };
  }

  /** @param {any} plot @param {Content} content */
  #bands(plot, content) {
    const { ctx, bbox } = plot;
    ctx.fillStyle = colour("--chart-stop");
    for (const { startMs, endMs } of content.bands) {
      const left = Math.max(bbox.left, plot.valToPos(startMs / 1000, "x", true)), right = Math.min(bbox.left + bbox.width, plot.valToPos(endMs / 1000, "x", true));
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
  }

  /** @param {any} plot @param {Content} content */
  #marks(plot, content) {
    const { ctx, bbox } = plot, ratio = devicePixelRatio;
    for (const { timeMs, severity } of content.marks) {
      const x = plot.valToPos(timeMs / 1000, "x", true);
      ctx.fillStyle = colour(severity === "critical" ? "--bad" : severity === "warning" ? "--idle" : "--parked");
      ctx.beginPath();
      for (const [right, down] of [[-6, -12], [6, -12], [0, -1]]) ctx.lineTo(x + right * ratio, bbox.top + down * ratio);
      ctx.fill();
      ctx.fillRect(x - ratio / 2, bbox.top, ratio, bbox.height);
    }
  }

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
