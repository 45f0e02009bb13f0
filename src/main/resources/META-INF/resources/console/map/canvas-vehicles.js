// @ts-check
/** Draws the vehicles without WebGL: the same shapes and colours on a canvas of two dimensions. */
import { pixel } from "./over-map.js";
import { arrow } from "./shapes.js";
import { iconSize } from "./webgl-vehicles.js";

export class CanvasVehicles {
  /** @type {string[]} */ #colours = [];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /** @param {number[][]} colours */
  paint(colours) {
    this.#colours = colours.map((parts) => `rgb(${parts.map((part) => Math.round(part * 255)).join(" ")})`);
  }

  /** @param {import("./fleet.js").Fleet} fleet @param {import("./webgl-vehicles.js").View} view @param {number} nowMs @param {number} serviceMs */
  draw(fleet, view, nowMs, serviceMs) {
    const { context } = this, [width, height] = view.size, size = iconSize(view.resolution);
    context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    fleet.changed.clear();
    for (let slot = 0; slot < fleet.count; slot++) {
      const [x, y] = pixel(view, fleet.at(slot, nowMs));
      if (x > -20 && y > -20 && x < width + 20 && y < height + 20) this.#vehicle(fleet, slot, x, y, size, nowMs, serviceMs);
    }
  }

  /** @param {import("./fleet.js").Fleet} fleet @param {number} slot @param {number} x @param {number} y @param {number} size @param {number} nowMs @param {number} serviceMs */
  #vehicle(fleet, slot, x, y, size, nowMs, serviceMs) {
    const { context } = this, status = fleet.status[slot], ageS = serviceMs / 1000 - fleet.gpsS[slot];
    context.globalAlpha = status === 3 ? 0.75 : 1 - 0.45 * Math.min(1, Math.max(0, (ageS - 60) / 840));
    context.fillStyle = status === 3 ? this.#colours[4] : this.#colours[status];
    context.strokeStyle = status === 3 ? this.#colours[3] : this.#colours[4];
    context.lineWidth = status === 3 ? 2.5 : 1.5;
    context.beginPath();
    if (status === 0) arrow(context, x, y, size, fleet.turnAt(slot, nowMs) * Math.PI / 180);
    else shape(context, status, x, y, size * 0.7);
    context.fill();
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} status @param {number} x @param {number} y @param {number} size */
function shape(context, status, x, y, size) {
  if (status === 1) context.arc(x, y, size * 0.62, 0, 2 * Math.PI);
  else if (status === 2) context.rect(x - size * 0.54, y - size * 0.54, size * 1.08, size * 1.08);
  else {
    for (const [right, up] of [[0, 0.8], [0.8, 0], [0, -0.8], [-0.8, 0]]) context.lineTo(x + right * size, y + up * size);
    context.closePath();
  }
}
