// @ts-check
/** Files of a trip's track and of the list. */
import { download, json } from "../lib/session.js";
import { day, time } from "../lib/texts.js";

/** The query of a trip's track. The end of a period is exclusive: the last fix is inside of it. @param {import("./trip.js").Trip} trip */
export const period = ({ imei, startMs, endMs }) => ({ imei, from: new Date(startMs).toISOString(), to: new Date(endMs + 1_000).toISOString() });

/** A name for a file: what a plate has in it that no file name may have is left out. @param {import("./trip.js").Trip} trip @param {string} ending */
function nameOf({ plate, startMs }, ending) {
  const vehicle = plate.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, ""), clock = time(startMs, { hour: "2-digit", minute: "2-digit" }).replace(":", "");
  return `${vehicle}-${day(startMs)}-${clock}.${ending}`;
}

/** @param {import("./trip.js").Trip} trip @param {"gpx" | "csv"} format */
export const saveTrack = (trip, format) => download("webhook/live-positions/track", { ...period(trip), format, bom: format === "csv" ? 1 : "" }, nameOf(trip, format));

/** The answer in JSON has the collection beside its sums: a file of GeoJSON is the collection alone. @param {import("./trip.js").Trip} trip */
export async function saveGeojson(trip) {
  const { geojson } = await json("webhook/live-positions/track", period(trip));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(geojson)], { type: "application/geo+json" }));
  link.download = nameOf(trip, "geojson");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {string} date @param {Record<string, string[]>} filters */
export const saveList = (date, filters) => download("webhook/fleet-dashboard/trips", { ...filters, from: date, to: date, format: "csv", bom: 1 }, `trips-${date}.csv`);
