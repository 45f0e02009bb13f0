// @ts-check
/** The way of the chosen vehicle in the last hours, drawn beneath the vehicles, up to where the vehicle is drawn now. */
import { colour } from "./colours.js";
import { pixel } from "./over-map.js";

export class Trail {
  /** @type {[number, number][]} in metres of the map */ places = [];
  /** @type {[number, string][]} the widths of its two lines, and their colours */ #strokes = [];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  wear() {
    this.#strokes = [[6, colour("--card")], [3, colour("--accent")]];
  }

  /** @param {import("./webgl-vehicles.js").View} view @param {[number, number] | undefined} end where its vehicle is drawn */
  draw(view, end) {
    const { context, places } = this;
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, view.size[0], view.size[1]);
    if (places.length === 0) return;
    context.beginPath();
    for (const place of end ? [...places, end] : places) context.lineTo(...pixel(view, place));
    context.lineJoin = "round";
    for (const [width, paint] of this.#strokes) {
      context.lineWidth = width;
      context.strokeStyle = paint;
      context.stroke();
    }
  }
}
