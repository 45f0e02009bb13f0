// @ts-check
/** The map of the trips: all of the list, or the path of the chosen one with its stops and alarms; the playback is a canvas above. */
import { mapOn } from "../map/base-map.js";
import { densest } from "../map/clusters.js";
import { PlayLayer } from "./play-layer.js";
import { timeNear } from "./track.js";
import { extentOf, ofDay, ofList, ofTrip, replace, vectors } from "./trip-features.js";
import { tripStyle } from "./trip-styles.js";

const ol = /** @type {any} */ (globalThis).ol;
const NEAREST_PICK_PX = 12;

/** @typedef {{ onPick: (key: string) => void, onHover: (timeMs: number | null) => void, onSeek: (timeMs: number) => void }} MapListener */

export class TripMap {
  /** @type {import("./track.js").Track | null} */ #path = null;
  #pointedAt = "";

  /** @param {HTMLElement} root @param {any} settings @param {MapListener} listener */
  constructor(root, settings, listener) {
    this.root = root;
    this.listener = listener;
    this.trips = vectors((/** @type {any} */ feature) => tripStyle(feature.get("key") === this.#pointedAt));
    this.paths = vectors((/** @type {any} */ feature, /** @type {number} */ resolution) => feature.get("look")(resolution));
    const { map, view, base } = mapOn(root, settings, [this.trips, this.paths]);
    this.map = map;
    this.view = view;
    this.base = base;
    this.play = new PlayLayer(/** @type {Element} */ (root.querySelector(".ol-layers")));
    this.map.on("postrender", () => this.draw());
    this.map.on("pointermove", (/** @type {any} */ event) => { if (!event.dragging) this.#move(event); });
    this.map.on("click", (/** @type {any} */ event) => this.#click(event));
    root.addEventListener("pointerleave", () => listener.onHover(null));
    window.addEventListener("fleetline:theme", this.wear);
    this.wear();
  }

  wear = () => {
    this.play.wear();
    [...this.base, this.trips, this.paths].forEach((layer) => layer.changed());
    this.draw();
  };

  /** The trips of the list. @param {import("./trip.js").Trip[]} trips */
  showTrips(trips) {
    replace(this.trips, ofList(trips));
  }

  /** @param {string} key empty: none */
  pointAt(key) {
    this.#pointedAt = key;
    this.trips.changed();
  }

  /** @param {import("./track.js").Track[]} tracks of the whole day */
  showDay(tracks) {
    this.#path = null;
    this.trips.setVisible(tracks.length === 0);
    replace(this.paths, ofDay(tracks));
  }

  /** @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path @param {import("./dock.js").Marks} marks */
  showTrip(trip, path, marks) {
    this.#path = path;
    this.trips.setVisible(false);
    replace(this.paths, ofTrip(trip, path, marks));
    this.#fitTo(extentOf(trip, path));
  }

  /** Shows all trips, or those of the city with most of them. @param {import("./trip.js").Trip[]} trips */
  fitTrips(trips) {
    const ends = trips.flatMap(({ from, to }) => [from, to]).filter((place) => place !== null);
    this.#fitTo(densest(ends));
  }

  /** @param {[number, number][]} places */
  #fitTo(places) {
    const extent = ol.extent.boundingExtent(places);
    // What is beneath the map has another height now.
    this.map.updateSize();
    if (extent.every(Number.isFinite)) this.view.fit(extent, { padding: [45, 60, 65, 60], maxZoom: 16 });
  }

  /** Brings what is played back into view. @param {[number, number]} place */
  keepInView([x, y]) {
    const [left, bottom, right, top] = this.view.calculateExtent(this.map.getSize()), margin = 30 * this.view.getResolution();
    if (x < left + margin || x > right - margin || y < bottom + margin || y > top - margin) this.view.setCenter([x, y]);
  }

  draw() {
    const size = this.map?.getSize(), state = this.view.getState();
    if (size && state.center) this.play.draw({ centre: state.center, resolution: state.resolution, size, ratio: devicePixelRatio });
  }

  /** @param {any} event @returns {number | null} */
  #timeAt(event) {
    return this.#path && timeNear(this.#path, event.coordinate[0], event.coordinate[1], NEAREST_PICK_PX * this.view.getResolution());
  }

  /** @param {any} event @returns {string | undefined} */
  #tripAt(event) {
    const layerFilter = (/** @type {any} */ layer) => layer === this.trips;
    return this.map.forEachFeatureAtPixel(event.pixel, (/** @type {any} */ feature) => feature.get("key"), { hitTolerance: 5, layerFilter });
  }

  /** @param {any} event */
  #move(event) {
    const timeMs = this.#timeAt(event), key = this.#tripAt(event);
    this.root.classList.toggle("over-vehicle", timeMs !== null || key !== undefined);
    this.listener.onHover(timeMs);
  }

  /** @param {any} event */
  #click(event) {
    const timeMs = this.#timeAt(event), key = this.#tripAt(event);
    if (timeMs !== null) this.listener.onSeek(timeMs);
    else if (key) this.listener.onPick(key);
  }

  end() {
    window.removeEventListener("fleetline:theme", this.wear);
    this.map.setTarget(null);
  }
}
