// @ts-check
/** How uPlot draws the chart in the theme of the page. */
import { fleetTimeZone, number, time } from "../lib/texts.js";
import { colour } from "../map/colours.js";

const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });
/** The vertical axis goes at least so far, so that a slow trip does not look fast. */
const LEAST_KMH = 20, LEAST_COUNT = 3;

/** @param {any} UPlot @param {import("./chart.js").Content} content @param {{ width: number, height: number }} size @param {Record<string, ((plot: any) => void)[]>} hooks */
export function options(UPlot, content, size, hooks) {
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui, 'DejaVu Sans', sans-serif" };
  const least = content.isStepped ? LEAST_COUNT : LEAST_KMH;
  return {
    ...size, hooks, legend: { show: false }, padding: [14, 12, 0, 0],
    tzDate: (/** @type {number} */ seconds) => UPlot.tzDate(new Date(seconds * 1000), fleetTimeZone()),
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: {
      x: { time: true, range: [content.fromMs / 1000, content.toMs / 1000] },
      y: { range: (/** @type {any} */ _plot, /** @type {number} */ _lowest, /** @type {number} */ highest) => [0, Math.max(least, (highest ?? 0) * 1.08)] },
    },
    axes: [
      { ...axis, size: 26, values: (/** @type {any} */ _plot, /** @type {number[]} */ at) => at.map((seconds) => time(seconds * 1000, CLOCK)) },
      { ...axis, size: 46, values: (/** @type {any} */ _plot, /** @type {number[]} */ at) => at.map((value) => (Number.isInteger(value) ? number(value) : "")) },
    ],
    series: [{}, {
      label: content.label, stroke: colour("--accent"), width: 1.75, fill: colour("--chart-fill"), points: { show: content.timesMs.length < 2 },
      paths: content.isStepped ? UPlot.paths.stepped({ align: 1 }) : undefined,
    }],
  };
}

/** @param {any} plot @param {{ startMs: number, endMs: number }[]} bands when the vehicle stood */
export function drawBands({ ctx, bbox, valToPos }, bands) {
  ctx.fillStyle = colour("--chart-stop");
  for (const { startMs, endMs } of bands) {
    const left = Math.max(bbox.left, valToPos(startMs / 1000, "x", true)), right = Math.min(bbox.left + bbox.width, valToPos(endMs / 1000, "x", true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
}

/** @param {any} plot @param {{ timeMs: number, severity: string }[]} marks alarms */
export function drawMarks({ ctx, bbox, valToPos }, marks) {
  for (const { timeMs, severity } of marks) {
    const x = valToPos(timeMs / 1000, "x", true), ratio = devicePixelRatio;
    ctx.fillStyle = colour(severity === "critical" ? "--bad" : severity === "warning" ? "--idle" : "--parked");
    ctx.beginPath();
    for (const [right, down] of [[-6, -12], [6, -12], [0, -1]]) ctx.lineTo(x + right * ratio, bbox.top + down * ratio);
    ctx.fill();
    ctx.fillRect(x - ratio / 2, bbox.top, ratio, bbox.height);
  }
}
