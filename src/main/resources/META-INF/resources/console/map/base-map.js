// @ts-check
/**
 * What lies beneath the vehicles: tiles if the operator has set them, and always a built-in outline of land and borders, a grid of degrees, and
 * the fleet's own roads, which are the paths of its latest trips.
 */
import { json } from "../lib/session.js";
import { colour } from "./colours.js";
import { project } from "./mercator.js";

const ol = /** @type {any} */ (globalThis).ol;
/** Nearer than this, in metres a pixel, the outline is too coarse: it would show streets in the sea. */
const NEAR_RESOLUTION = 60;

/** A map of the fleet's part of the world, with layers above the base. @param {HTMLElement} root @param {any} settings of the console @param {any[]} [layers] */
export function mapOn(root, settings, layers = []) {
  const base = baseLayers(settings);
  const view = new ol.View({ center: [4_100_000, -140_000], zoom: 6, minZoom: 2, maxZoom: 19, enableRotation: false });
  const controls = ol.control.defaults.defaults({ attributionOptions: { collapsible: false }, rotate: false }).extend([new ol.control.ScaleLine()]);
  const map = new ol.Map({ target: root, view, layers: [...base, ...layers], controls });
  // Near by, land is assumed everywhere.
  const colourGround = () => root.classList.toggle("near", view.getResolution() < NEAR_RESOLUTION);
  view.on("change:resolution", colourGround);
  colourGround();
  return { map, view, base };
}

/** @param {any} settings of the console @returns {any[]} layers, the lowest first */
function baseLayers(settings) {
  const layers = [outline(), grid(), roads()];
  if (settings.tile_url) layers.splice(1, 0, tiles(settings));
  return layers;
}

/** @param {any} settings */
function tiles(settings) {
  return new ol.layer.Tile({ source: new ol.source.XYZ({ url: settings.tile_url, attributions: settings.tile_attribution || undefined, maxZoom: settings.tile_max_zoom ?? 19 }) });
}

/** Land, lakes and borders: lists of lines, each a list of degrees times 100 as differences, longitude and latitude in turn. */
function outline() {
  const source = new ol.source.Vector({ wrapX: false });
  fetch(new URL("../outline.json", import.meta.url)).then((answer) => answer.json()).then(({ land, lakes, borders }) => source.addFeatures([
    new ol.Feature({ geometry: polygons(land), kind: "land" }),
    new ol.Feature({ geometry: polygons(lakes), kind: "lakes" }),
    new ol.Feature({ geometry: new ol.geom.MultiLineString(borders.map(line)), kind: "borders" }),
  ]), () => {});
  return new ol.layer.VectorImage({ source, imageRatio: 1.5, minResolution: NEAR_RESOLUTION, style: (/** @type {any} */ feature) => outlineStyle(feature.get("kind")) });
}

/** @param {string} kind */
function outlineStyle(kind) {
  const stroke = new ol.style.Stroke({ color: colour("--border"), width: 1, lineDash: kind === "borders" ? [4, 3] : undefined });
  return new ol.style.Style(kind === "borders" ? { stroke } : { stroke, fill: new ol.style.Fill({ color: colour(kind === "land" ? "--land" : "--sea") }) });
}

/** @param {number[][][]} rings of each polygon */
const polygons = (rings) => new ol.geom.MultiPolygon(rings.map((ring) => ring.map(line)));

/** @param {number[]} differences */
function line(differences) {
  const places = [];
  for (let i = 0, lng = 0, lat = 0; i < differences.length; i += 2) {
    lng += differences[i];
    lat += differences[i + 1];
    places.push(project(lng / 100, lat / 100));
  }
  return places;
}

function grid() {
  return new ol.layer.Graticule({ strokeStyle: new ol.style.Stroke({ color: "rgba(128, 140, 150, 0.22)", width: 1 }), showLabels: false, wrapX: false });
}

/** Where many trips went, the lines add up. */
function roads() {
  const source = new ol.source.Vector({ wrapX: false });
  json("roads").then((feature) => {
    if (feature.geometry) source.addFeature(new ol.format.GeoJSON().readFeature(feature, { featureProjection: "EPSG:3857" }));
  }, () => {});
  const style = () => new ol.style.Style({ stroke: new ol.style.Stroke({ color: colour("--track"), width: 2 }) });
  return new ol.layer.VectorImage({ source, imageRatio: 1.5, opacity: 0.28, style });
}
