// @ts-check
/** What is known of the chosen trip, and its files. */
import { el } from "../lib/dom.js";
import { reason } from "../lib/states.js";
import { duration, number, t, time } from "../lib/texts.js";
import { saveGeojson, saveTrack } from "./files.js";

const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });

/** @param {import("./trip.js").Trip} trip @param {() => void} onClose @param {any} state buttons that save say here what went wrong */
export function head(trip, onClose, state) {
  const save = (/** @type {string} */ format, /** @type {() => Promise<void>} */ work) =>
    el("button", { type: "button", onclick: (/** @type {any} */ event) => tried(event.target, work, state), "aria-label": t("trips.save", { format }) }, format);
  const addresses = [trip.startAddress, trip.endAddress].filter(Boolean).join(" → ");
  return el("header.trips-title", {},
      el("div", {}, el("h2", {}, trip.plate, trip.driver && el("span.soft", {}, ` · ${trip.driver}`)),
        el("p.soft", { title: addresses }, `${time(trip.startMs)} – ${time(trip.endMs, CLOCK)}`, addresses && ` · ${addresses}`)),
      el("div.buttons", {}, save("GPX", () => saveTrack(trip, "gpx")), save("CSV", () => saveTrack(trip, "csv")), save("GeoJSON", () => saveGeojson(trip)),
        el("button.plain.trips-close", { type: "button", "aria-label": t("close"), onclick: onClose }, "×")));
}

/** @param {HTMLButtonElement} button @param {() => Promise<void>} work @param {HTMLElement} state */
export async function tried(button, work, state) {
  button.disabled = true;
  state.textContent = "";
  try {
    await work();
  } catch (error) {
    state.textContent = reason(error);
  } finally {
    button.disabled = false;
  }
}

/** @param {import("./trip.js").Trip} trip @param {import("./stops.js").Stop[] | null} pauses null: not known @param {any[] | null} alarms null: not known */
export function figures(trip, pauses, alarms) {
  const stoodS = pauses?.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / 1000, 0);
  const facts = [
    [t("trips.distance"), number(trip.distanceKm, 1, "km")],
    [t("trips.duration"), duration(trip.durationS)],
    [t("trips.average"), number(trip.averageKmh, 0, "km/h")],
    [t("trips.highest"), number(trip.highestKmh, 0, "km/h")],
    [t("trips.idle"), duration(trip.idleS)],
    [t("trips.stops"), stoodS ? `${number(pauses?.length)} · ${duration(stoodS)}` : number(pauses?.length)],
    [t("alarms"), number(alarms?.length)],
    [t("trips.fuel"), number(trip.fuelL, 1, "l")],
  ];
  return el("dl.trips-figures", {}, facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}
