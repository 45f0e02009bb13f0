// @ts-check
/** The map: the base map, the vehicles on top of it, and above them clusters, plates and marks. It draws only while something moves. */
import { serviceNowMs } from "../lib/steady.js";
import { mapOn } from "./base-map.js";
import { CanvasVehicles } from "./canvas-vehicles.js";
import { statusColours } from "./colours.js";
import { above, fit } from "./over-map.js";
import { Overlay } from "./overlay.js";
import { Trail } from "./trail.js";
import { WebglVehicles } from "./webgl-vehicles.js";

const ol = /** @type {any} */ (globalThis).ol;
const NEAREST_PICK_PX = 18;
/** With reduced motion vehicles are drawn anew so often, without a glide. */
const STILL_EVERY_MS = 5_000;
const RESTORED_WITHIN_MS = 2_000;

export class FleetMap {
  #frame = 0;
  #stillAtMs = 0;
  #isLost = false;

  /**
   * @param {HTMLElement} root @param {import("./fleet.js").Fleet} fleet @param {any} settings
   * @param {{ onPick: (imei: string | null) => void, onCluster: () => void }} listener
   */
  constructor(root, fleet, settings, listener) {
    this.fleet = fleet;
    this.listener = listener;
    const { map, view, base } = mapOn(root, settings);
    this.map = map;
    this.view = view;
    this.base = base;
    this.trail = new Trail(above(/** @type {Element} */ (root.querySelector(".ol-layers")), "trail"));
    this.canvas = above(this.trail.canvas, "vehicles");
    this.overlay = new Overlay(above(this.canvas, "marks"), fleet);
    this.#choosePainter();
    this.map.on("postrender", () => this.draw());
    this.map.on("click", (/** @type {any} */ event) => this.#click(event));
    this.map.on("pointermove", (/** @type {any} */ event) => { if (!event.dragging) root.classList.toggle("over-vehicle", this.pick(event.pixel) !== null); });
    this.wear();
    window.addEventListener("fleetline:theme", this.wear);
    document.addEventListener("visibilitychange", this.wake);
  }

  /** `?nowebgl` in the address, or a browser that cannot: two dimensions. */
  #choosePainter() {
    const webgl = new URLSearchParams(location.search).has("nowebgl") ? null : WebglVehicles.on(this.canvas);
    if (!webgl) return this.useCanvas();
    this.painter = webgl;
    this.canvas.addEventListener("webglcontextlost", (event) => { event.preventDefault(); this.#isLost = true; this.#await(); });
    this.canvas.addEventListener("webglcontextrestored", () => {
      if (!this.#isLost) return;
      this.painter = WebglVehicles.on(this.canvas) ?? this.painter;
      this.#isLost = false;
      this.wear();
    });
  }

  /** A context that does not come back is one that the browser has given up. */
  #await() {
    setTimeout(() => {
      if (!this.#isLost) return;
      this.useCanvas();
      this.wake();
    }, RESTORED_WITHIN_MS);
  }

  /** Draws without WebGL from now on. */
  useCanvas() {
    this.#isLost = false;
    this.canvas = another(this.canvas);
    this.painter = new CanvasVehicles(this.canvas);
    this.painter.paint(statusColours());
  }

  get isWebgl() {
    return this.painter instanceof WebglVehicles;
  }

  wear = () => {
    this.painter?.paint(statusColours());
    this.overlay.wear();
    this.trail.wear();
    this.base.forEach((layer) => layer.changed());
    this.wake();
  };

  /** Draws from now on, as long as something moves. */
  wake = () => {
    if (!this.#frame && document.visibilityState === "visible") this.#frame = requestAnimationFrame(this.#loop);
  };

  #loop = () => {
    this.#frame = 0;
    this.draw();
    if (performance.now() < Math.max(this.fleet.busyUntilMs, this.overlay.busyUntilMs)) this.wake();
  };

  draw() {
    const size = this.map.getSize(), state = this.view.getState();
    if (!size || !state.center || this.#isLost) return;
    const beginMs = performance.now(), nowMs = this.#drawnTime(beginMs), ratio = devicePixelRatio;
    const view = { centre: state.center, resolution: state.resolution, size, ratio };
    for (const canvas of [this.trail.canvas, this.canvas, this.overlay.canvas]) fit(canvas, view);
    const chosen = this.fleet.slots.get(this.overlay.chosen ?? "");
    this.trail.draw(view, chosen === undefined ? undefined : this.fleet.at(chosen, nowMs));
    this.painter?.draw(this.fleet, view, nowMs, serviceNowMs() - (beginMs - nowMs));
    this.overlay.draw(view, nowMs);
  }

  /** @param {number} nowMs */
  #drawnTime(nowMs) {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return nowMs;
    if (nowMs - this.#stillAtMs > STILL_EVERY_MS) this.#stillAtMs = nowMs;
    return this.#stillAtMs;
  }

  /** @param {any} event */
  #click(event) {
    const cluster = this.overlay.clusterAt(event.pixel);
    if (cluster) {
      this.view.animate({ center: cluster.centre, zoom: Math.min(this.view.getZoom() + 3, 13), duration: 400 });
      this.listener.onCluster();
    } else {
      this.listener.onPick(this.pick(event.pixel));
    }
  }

  /** The vehicle nearest to a pixel. @param {number[]} pixel @returns {string | null} */
  pick(pixel) {
    const [x, y] = this.map.getCoordinateFromPixel(pixel) ?? [NaN, NaN], nowMs = performance.now();
    let best = -1, bestM = NEAREST_PICK_PX * this.view.getResolution();
    for (let slot = 0; slot < this.fleet.count; slot++) {
      const [vehicleX, vehicleY] = this.fleet.at(slot, nowMs);
      const distanceM = Math.hypot(vehicleX - x, vehicleY - y);
      if (distanceM < bestM) [best, bestM] = [slot, distanceM];
    }
    return best < 0 ? null : this.fleet.names[best].imei;
  }

  /** Shows all of these places. @param {[number, number][]} places @param {number} [maxZoom] @param {number} [duration] */
  fit(places, maxZoom = 14, duration = 0) {
    if (places.length === 0) return;
    const extent = ol.extent.boundingExtent(places);
    this.view.fit(extent, { padding: [60, 60, 60, 60], maxZoom, duration });
  }

  end() {
    window.removeEventListener("fleetline:theme", this.wear);
    document.removeEventListener("visibilitychange", this.wake);
    cancelAnimationFrame(this.#frame);
    this.map.setTarget(null);
  }
}

/** A canvas has one kind of context for ever. @param {HTMLCanvasElement} canvas */
function another(canvas) {
  const copy = /** @type {HTMLCanvasElement} */ (canvas.cloneNode());
  canvas.replaceWith(copy);
  return copy;
}
