// @ts-check
/** What is drawn above the vehicles: how many there are where they are too many, plates, a ring around the chosen one, and alarms as they happen. */
import { clusters } from "./clusters.js";
import { colour } from "./colours.js";
import { pixel } from "./over-map.js";
import { plate } from "./shapes.js";
import { iconSize } from "./webgl-vehicles.js";

/** More plates than this would hide the map. */
const MOST_PLATES = 120;
const PLATES_BELOW_RESOLUTION = 12;
const ALARM_SHOWN_MS = 8_000;

export class Overlay {
  busyUntilMs = 0;
  /** @type {string | null} the IMEI of the chosen vehicle */ chosen = null;
  /** @type {{ at: [number, number], sinceMs: number }[]} */ #alarms = [];
  /** @type {import("./clusters.js").Cluster[]} */ #clusters = [];
  #clusteredAt = "";
  /** @type {Record<string, string>} */ #colours = {};
  /** @type {import("./webgl-vehicles.js").View | null} */ #view = null;

  /** @param {HTMLCanvasElement} canvas @param {import("./fleet.js").Fleet} fleet */
  constructor(canvas, fleet) {
    this.canvas = canvas;
    this.fleet = fleet;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  wear() {
    this.#colours = Object.fromEntries(["card", "ink", "accent", "bad", "moving"].map((name) => [name, colour(`--${name}`)]));
  }

  /** @param {[number, number]} at in metres of the map @param {number} nowMs */
  alarm(at, nowMs) {
    this.#alarms = [...this.#alarms.filter(({ sinceMs }) => nowMs - sinceMs < ALARM_SHOWN_MS), { at, sinceMs: nowMs }].slice(-50);
    this.busyUntilMs = nowMs + ALARM_SHOWN_MS;
  }

  /** @param {number[]} pixel @returns {import("./clusters.js").Cluster | undefined} */
  clusterAt([x, y]) {
    const view = this.#view;
    return view ? this.#clusters.find(({ centre }) => {
      const [clusterX, clusterY] = pixel(view, centre);
      return Math.hypot(clusterX - x, clusterY - y) < 22;
    }) : undefined;
  }

  /** @param {import("./webgl-vehicles.js").View} view @param {number} nowMs */
  draw(view, nowMs) {
    const { context } = this;
    this.#view = view;
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, view.size[0], view.size[1]);
    this.#drawChosen(view, nowMs);
    this.#drawClusters(view);
    this.#drawPlates(view, nowMs);
    this.#drawAlarms(view, nowMs);
  }

  /** @param {import("./webgl-vehicles.js").View} view @param {number} nowMs */
  #drawChosen(view, nowMs) {
    const slot = this.fleet.slots.get(this.chosen ?? "");
    if (slot !== undefined) ring(this.context, pixel(view, this.fleet.at(slot, nowMs)), iconSize(view.resolution) + 6, this.#colours.accent, 3);
  }

  /** @param {import("./webgl-vehicles.js").View} view */
  #drawClusters(view) {
    const key = `${view.resolution} ${this.fleet.revision} ${this.fleet.count}`, { context } = this;
    if (key !== this.#clusteredAt) [this.#clusters, this.#clusteredAt] = [clusters(this.fleet, view.resolution), key];
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const { centre, count, moving } of this.#clusters) {
      const place = pixel(view, centre), size = 15 + Math.min(13, Math.log10(count) * 6);
      context.fillStyle = this.#colours.card;
      context.beginPath();
      context.arc(...place, size, 0, 2 * Math.PI);
      context.fill();
      ring(context, place, size, this.#colours.accent, 1);
      ring(context, place, size, this.#colours.moving, 4, moving / count);
      context.fillStyle = this.#colours.ink;
      context.font = "600 12px system-ui, 'DejaVu Sans', sans-serif";
      context.fillText(count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`, ...place);
    }
  }

  /** @param {import("./webgl-vehicles.js").View} view @param {number} nowMs */
  #drawPlates(view, nowMs) {
    const { context, fleet } = this, colours = { halo: this.#colours.card, ink: this.#colours.ink };
    let left = view.resolution < PLATES_BELOW_RESOLUTION ? MOST_PLATES : 0;
    const chosen = fleet.slots.get(this.chosen ?? "");
    for (let slot = 0; slot < fleet.count && (left > 0 || chosen !== undefined); slot++) {
      if (left <= 0 && slot !== chosen) continue;
      const [x, y] = pixel(view, fleet.at(slot, nowMs));
      if (x < -40 || y < 0 || x > view.size[0] || y > view.size[1]) continue;
      left--;
      plate(context, String(fleet.names[slot].vehicle_number ?? fleet.names[slot].imei), x + iconSize(view.resolution) + 3, y, colours);
    }
  }

  /** @param {import("./webgl-vehicles.js").View} view @param {number} nowMs */
  #drawAlarms(view, nowMs) {
    for (const { at, sinceMs } of this.#alarms) {
      const share = (nowMs - sinceMs) / ALARM_SHOWN_MS;
      if (share < 1) ring(this.context, pixel(view, at), 10 + 26 * ((share * 5) % 1), this.#colours.bad, 3);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {[number, number]} place @param {number} radius @param {string} paint @param {number} width @param {number} [share] of the circle */
function ring(context, place, radius, paint, width, share = 1) {
  context.beginPath();
  context.arc(...place, radius, -Math.PI / 2, (share * 2 - 0.5) * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = paint;
  context.stroke();
}
