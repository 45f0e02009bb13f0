// @ts-check
/** The vehicles of the playback on a canvas above the map, where `place` says they were, each with the last minutes of its path. */
import { colour } from "../map/colours.js";
import { above, fit, pixel } from "../map/over-map.js";
import { arrow, plate } from "../map/shapes.js";
import { colourOf, stepOf } from "./speed.js";
import { indexAt, place } from "./track.js";

const TAIL_MS = 4 * 60_000;
/** The room of a plate. */
const PLATE_PX = [70, 14];
const COLOURS = ["--card", "--ink", "--accent", "--soft", "--speed-edge", "--speed-none", "--speed-0", "--speed-1", "--speed-2", "--speed-3", "--speed-4", "--speed-5"];

export class PlayLayer {
  /** @type {import("./track.js").Track[]} */ tracks = [];
  timeMs = 0;
  /** Where the pointer is on the chart or the path. @type {number | null} */ pointedMs = null;
  /** @type {Record<string, string>} */ #colours = {};

  /** Where plates are already. @type {[number, number][]} */ #taken = [];

  /** @param {Element} below */
  constructor(below) {
    this.canvas = above(below, "playback");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
  }

  wear() {
    this.#colours = Object.fromEntries(COLOURS.map((name) => [name, colour(name)]));
  }

  /** @param {import("../map/webgl-vehicles.js").View} view */
  draw(view) {
    const { canvas, context } = this;
    fit(canvas, view);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, view.size[0], view.size[1]);
    const isAlone = this.tracks.length === 1;
    if (!isAlone) for (const track of this.tracks) this.#tail(view, track);
    this.#taken = [];
    for (const track of this.tracks) this.#vehicle(view, track, !isAlone);
    if (this.pointedMs !== null) for (const track of this.tracks) this.#pointed(view, track, this.pointedMs);
  }

  /** @param {import("../map/webgl-vehicles.js").View} view @param {import("./track.js").Track} track */
  #tail(view, track) {
    const { context } = this, at = place(track, this.timeMs);
    if (!at || at.when !== "on" || at.isGap) return;
    context.beginPath();
    context.moveTo(...pixel(view, [at.x, at.y]));
    for (let i = indexAt(track.times, this.timeMs); i >= 0 && track.times[i] > this.timeMs - TAIL_MS; i--) context.lineTo(...pixel(view, [track.xs[i], track.ys[i]]));
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.#colours["--accent"];
    context.stroke();
  }

  /** @param {import("../map/webgl-vehicles.js").View} view @param {import("./track.js").Track} track @param {boolean} hasPlate */
  #vehicle(view, track, hasPlate) {
    const at = place(track, this.timeMs), { context } = this;
    if (!at) return;
    const isUnderWay = at.when === "on" && !at.isGap, [x, y] = pixel(view, [at.x, at.y]);
    context.globalAlpha = isUnderWay ? 1 : 0.55;
    context.beginPath();
    if (isUnderWay && at.speedKmh >= 3) arrow(context, x, y, 13, at.turn);
    else context.arc(x, y, isUnderWay ? 7 : 5, 0, 2 * Math.PI);
    context.fillStyle = isUnderWay ? this.#colours[colourOf(stepOf(at.speedKmh))] : this.#colours["--soft"];
    context.strokeStyle = this.#colours["--card"];
    context.lineWidth = 5;
    context.stroke();
    context.strokeStyle = this.#colours["--speed-edge"];
    context.lineWidth = 2.5;
    context.stroke();
    context.fill();
    if (hasPlate && isUnderWay) this.#plate(track.plate, x + 15, y);
    context.globalAlpha = 1;
  }

  /** @param {string} text @param {number} x @param {number} y */
  #plate(text, x, y) {
    if (this.#taken.some(([takenX, takenY]) => Math.abs(takenX - x) < PLATE_PX[0] && Math.abs(takenY - y) < PLATE_PX[1])) return;
    this.#taken.push([x, y]);
    plate(this.context, text, x, y, { halo: this.#colours["--card"], ink: this.#colours["--ink"] });
  }

  /** @param {import("../map/webgl-vehicles.js").View} view @param {import("./track.js").Track} track @param {number} timeMs */
  #pointed(view, track, timeMs) {
    const at = place(track, timeMs), { context } = this;
    if (!at) return;
    context.beginPath();
    context.arc(...pixel(view, [at.x, at.y]), 9, 0, 2 * Math.PI);
    context.lineWidth = 3;
    context.strokeStyle = this.#colours["--accent"];
    context.stroke();
  }
}
