// @ts-check
/** The map of the trips: all of the list, or the path of the chosen one with its stops and alarms; the playback is a canvas above. */
import { baseLayers } from "../map/base-map.js";
import { densest } from "../map/clusters.js";
import { project } from "../map/mercator.js";
import { PlayLayer } from "./play-layer.js";
import { lines } from "./speed.js";
import { timeNear } from "./track.js";
import { alarmStyle, dayStyle, endStyle, pathStyle, stopStyle, tripStyle } from "./trip-styles.js";

const ol = /** @type {any} */ (globalThis).ol;
const NEAREST_PICK_PX = 12;
/** The stops before and after the trip have a text only where there is room, in metres a pixel. */
const NAMED_BELOW_RESOLUTION = 8;

/** @typedef {{ onPick: (key: string) => void, onHover: (timeMs: number | null) => void, onSeek: (timeMs: number) => void }} MapListener */

export class TripMap {
  /** @type {import("./track.js").Track | null} */ #path = null;
  #pointedAt = "";

  /** @param {HTMLElement} root @param {any} settings @param {MapListener} listener */
  constructor(root, settings, listener) {
    this.root = root;
    this.listener = listener;
    this.base = baseLayers(settings);
    this.trips = vectors((/** @type {any} */ feature) => tripStyle(feature.get("key") === this.#pointedAt));
    this.paths = vectors((/** @type {any} */ feature, /** @type {number} */ resolution) => feature.get("look")(resolution));
    this.view = new ol.View({ center: [4_100_000, -140_000], zoom: 6, minZoom: 2, maxZoom: 19, enableRotation: false });
    this.map = new ol.Map({
      target: root, view: this.view, layers: [...this.base, this.trips, this.paths],
      controls: ol.control.defaults.defaults({ attributionOptions: { collapsible: false }, rotate: false }).extend([new ol.control.ScaleLine()]),
    });
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

  /** The trips of the list as straight lines. @param {import("./trip.js").Trip[]} trips */
  showTrips(trips) {
    const features = trips.filter(({ from, to }) => from || to).map(({ key, from, to }) => new ol.Feature({ key, geometry: from && to && String(from) !== String(to) ? new ol.geom.LineString([from, to]) : new ol.geom.Point(from ?? to) }));
    replace(this.trips, features);
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
    replace(this.paths, tracks.filter(({ times }) => times.length > 1).map(({ xs, ys }) => looking(new ol.geom.LineString(Array.from(xs, (x, i) => [x, ys[i]])), dayStyle)));
  }

  /**
   * @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path
   * @param {{ pauses: import("./stops.js").Stop[], others: import("./stops.js").Stop[], alarms: any[] | null }} marks
   */
  showTrip(trip, path, { pauses, others, alarms }) {
    this.#path = path;
    this.trips.setVisible(false);
    const straight = path.times.length === 0 && trip.from && trip.to ? [looking(new ol.geom.LineString([trip.from, trip.to]), () => tripStyle(true))] : [];
    const last = path.times.length - 1, start = last < 0 ? trip.from : [path.xs[0], path.ys[0]], end = last < 0 ? trip.to : [path.xs[last], path.ys[last]];
    const at = (/** @type {any} */ place, /** @type {(resolution: number) => any} */ look) => (place ? [looking(new ol.geom.Point(place), look)] : []);
    replace(this.paths, [
      ...straight, ...[...lines(path)].map(([step, list]) => looking(new ol.geom.MultiLineString(list), () => pathStyle(step))),
      ...others.flatMap((stop) => at([stop.x, stop.y], (resolution) => stopStyle(stop, resolution < NAMED_BELOW_RESOLUTION))), ...pauses.flatMap((stop) => at([stop.x, stop.y], () => stopStyle(stop, true, true))),
      ...at(start, () => endStyle("A")), ...at(end, () => endStyle("B")),
      ...(alarms ?? []).filter(({ lng }) => lng !== null && lng !== undefined).flatMap(({ lng, lat, severity }) => at(project(lng, lat), () => alarmStyle(severity))),
    ]);
    this.#fitTo(ol.extent.boundingExtent([...Array.from(path.xs, (x, i) => [x, path.ys[i]]), ...[start, end].filter(Boolean)]));
  }

  /** Shows all trips, or those of the city with most of them. @param {import("./trip.js").Trip[]} trips */
  fitTrips(trips) {
    const ends = trips.flatMap(({ from, to }) => [from, to]).filter((place) => place !== null);
    const city = densest(/** @type {any} */ ({ toX: ends.map(([x]) => x), toY: ends.map(([, y]) => y) }), [...ends.keys()]);
    this.#fitTo(ol.extent.boundingExtent(city.map((index) => ends[index])));
  }

  /** @param {number[]} extent */
  #fitTo(extent) {
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
    return this.map.forEachFeatureAtPixel(event.pixel, (/** @type {any} */ feature) => feature.get("key"), { hitTolerance: 5, layerFilter: (/** @type {any} */ layer) => layer === this.trips });
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

/** @param {any} style */
const vectors = (style) => new ol.layer.Vector({ source: new ol.source.Vector({ wrapX: false }), style, updateWhileInteracting: true });

/** @param {any} geometry @param {(resolution: number) => any} look its style, in the theme of that moment */
const looking = (geometry, look) => new ol.Feature({ geometry, look });

/** @param {any} layer @param {any[]} features */
function replace(layer, features) {
  layer.getSource().clear(true);
  layer.getSource().addFeatures(features);
}
