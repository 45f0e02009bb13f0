// @ts-check
/** What the map shows, as features: the trips of the list, the paths of the day, or the chosen trip with its stops and alarms. */
import { project } from "../map/mercator.js";
import { lines } from "./speed.js";
import { alarmStyle, dayStyle, endStyle, pathStyle, stopStyle, tripStyle } from "./trip-styles.js";

const ol = /** @type {any} */ (globalThis).ol;
/** The stops before and after the trip have a text only where there is room, in metres a pixel. */
const NAMED_BELOW_RESOLUTION = 8;

/** @param {any} geometry @param {(resolution: number) => any} look its style, in the theme of that moment */
const looking = (geometry, look) => new ol.Feature({ geometry, look });

/** @param {[number, number] | null} place null: unknown, no feature @param {(resolution: number) => any} look */
const at = (place, look) => (place ? [looking(new ol.geom.Point(place), look)] : []);

/** Straight lines, or points. @param {import("./trip.js").Trip[]} trips */
export function ofList(trips) {
  return trips.filter(({ from, to }) => from || to).map(({ key, from, to }) =>
    new ol.Feature({ key, geometry: from && to && String(from) !== String(to) ? new ol.geom.LineString([from, to]) : new ol.geom.Point(to ?? from) }));
}

/** @param {import("./track.js").Track[]} tracks */
export function ofDay(tracks) {
  return tracks.filter(({ times }) => times.length > 1).map((track) => looking(new ol.geom.LineString(placesOf(track)), dayStyle));
}

/** @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path @param {import("./dock.js").Marks} marks */
export function ofTrip(trip, path, { pauses, others, alarms }) {
  const isUnknown = path.times.length === 0, [start, end] = endsOf(trip, path);
  return [
    ...(isUnknown && trip.from && trip.to ? [looking(new ol.geom.LineString([trip.from, trip.to]), () => tripStyle(true))] : []),
    ...[...lines(path)].map(([step, list]) => looking(new ol.geom.MultiLineString(list), () => pathStyle(step))),
    ...others.flatMap((stop) => at([stop.x, stop.y], (resolution) => stopStyle(stop, resolution < NAMED_BELOW_RESOLUTION))),
    ...pauses.flatMap((stop) => at([stop.x, stop.y], () => stopStyle(stop, true, true))),
    ...at(start, () => endStyle("A")), ...at(end, () => endStyle("B")),
    ...(alarms ?? []).flatMap(({ lng, lat, severity }) => at(Number.isFinite(lng) ? project(lng, lat) : null, () => alarmStyle(severity))),
  ];
}

/** @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path @returns {[number, number][]} what the map has to show of it */
export const extentOf = (trip, path) => [...placesOf(path), ...endsOf(trip, path).filter((place) => place !== null)];

/** @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path @returns {([number, number] | null)[]} */
function endsOf({ from, to }, path) {
  const places = placesOf(path);
  return [places[0] ?? from, places.at(-1) ?? to];
}

/** @param {import("./track.js").Track} track @returns {[number, number][]} */
const placesOf = ({ xs, ys }) => Array.from(xs, (x, i) => [x, ys[i]]);

/** A layer without features. @param {any} style */
export const vectors = (style) => new ol.layer.Vector({ source: new ol.source.Vector({ wrapX: false }), style, updateWhileInteracting: true });

/** @param {any} layer @param {any[]} features */
export function replace(layer, features) {
  layer.getSource().clear(true);
  layer.getSource().addFeatures(features);
}
