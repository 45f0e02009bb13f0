// @ts-check
/** How the lines and signs of the trips look in the theme of the page. */
import { colour } from "../map/colours.js";
import { duration } from "../lib/texts.js";
import { colourOf, GAP, UNKNOWN } from "./speed.js";

const ol = /** @type {any} */ (globalThis).ol;
const FONT = "600 11px system-ui, 'DejaVu Sans', sans-serif";
const SEVERITIES = /** @type {Record<string, [string, number, number]>} */ ({ critical: ["--bad", 8, Math.PI / 8], warning: ["--idle", 3, 0], info: ["--parked", 32, 0] });

/** @param {string} name @param {number} width @param {number[]} [lineDash] */
const stroke = (name, width, lineDash) => new ol.style.Stroke({ color: colour(name), width, lineDash, lineCap: lineDash ? "butt" : "round", lineJoin: "round" });
/** @param {string} name */
const filled = (name) => new ol.style.Fill({ color: colour(name) });

/** The lines of one step of speed: an edge that is seen on any ground, and the colour on it. @param {number} step */
export function pathStyle(step) {
  if (step === GAP) return [new ol.style.Style({ stroke: stroke("--soft", 2, [5, 5]) })];
  const edge = new ol.style.Style({ stroke: stroke("--speed-edge", 6.5), zIndex: 0 });
  return [edge, new ol.style.Style({ stroke: stroke(colourOf(step), step === UNKNOWN ? 3 : 4), zIndex: 2 + step })];
}

/** A trip whose path is not loaded: a line from its start to its end, which has a dot. @param {boolean} isPointedAt */
export function tripStyle(isPointedAt) {
  const zIndex = isPointedAt ? 2 : 1, line = isPointedAt ? stroke("--track", 3, [7, 5]) : stroke("--trip-line", 1.25);
  const image = new ol.style.Circle({ radius: isPointedAt ? 6 : 3.5, fill: filled("--track"), stroke: stroke("--card", 1.5) });
  const end = (/** @type {any} */ feature) => new ol.geom.Point(feature.getGeometry().getLastCoordinate());
  return [new ol.style.Style({ stroke: line, zIndex }), new ol.style.Style({ image, zIndex, geometry: end })];
}

/** The path of a vehicle of the played day. */
export const dayStyle = () => new ol.style.Style({ stroke: stroke("--day-line", 2) });

/** Start and end. @param {string} letter */
export const endStyle = (letter) => new ol.style.Style({
  image: new ol.style.Circle({ radius: 10, fill: filled("--ink"), stroke: stroke("--card", 2) }),
  text: new ol.style.Text({ text: letter, font: FONT, fill: filled("--card"), offsetY: 1 }), zIndex: 12,
});

/** @param {import("./stops.js").Stop} stop @param {boolean} isNamed @param {boolean} [isOfTrip] within the trip, not before or after */
export function stopStyle(stop, isNamed, isOfTrip = false) {
  const place = isOfTrip ? { offsetY: 17 } : { offsetX: 11, textAlign: "left" };
  return new ol.style.Style({
    image: new ol.style.RegularShape({ points: 4, radius: isOfTrip ? 9 : 7, angle: Math.PI / 4, fill: filled("--parked"), stroke: stroke("--card", 2) }), zIndex: 10,
    text: isNamed ? new ol.style.Text({ text: duration((stop.endMs - stop.startMs) / 1000), font: FONT, ...place, fill: filled("--ink"), stroke: stroke("--card", 3) }) : undefined,
  });
}

/** @param {string} severity */
export function alarmStyle(severity) {
  const [name, points, angle] = SEVERITIES[severity] ?? SEVERITIES.info;
  return new ol.style.Style({ image: new ol.style.RegularShape({ points, angle, radius: 9, fill: filled(name), stroke: stroke("--card", 2) }), zIndex: 11 });
}
