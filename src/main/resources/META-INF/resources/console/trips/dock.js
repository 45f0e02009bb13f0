// @ts-check
/** Beneath the map: the chosen trip, or the day, with its figures, its chart and its playback. */
import { el, fill } from "../lib/dom.js";
import { failed, waiting } from "../lib/states.js";
import { clock, duration, number, t } from "../lib/texts.js";
import { Chart } from "./chart.js";
import { figures, head } from "./facts.js";
import { Player } from "./player.js";
import { series } from "./speed.js";
import { indexAt, place } from "./track.js";
import { underWay } from "./trip.js";

/** @typedef {{ pauses: import("./stops.js").Stop[], others: import("./stops.js").Stop[], alarms: any[] | null }} Marks alarms: null: not known */
/** @typedef {{ onHover: (timeMs: number | null) => void, onSeek: (timeMs: number) => void, onToggle: () => void, onClose: () => void }} DockListener */

export class Dock {
  /** What the moment under the pointer is said to be. @type {(timeMs: number) => string} */ #words = () => "";

  /** @param {import("./playback.js").Playback} playback @param {DockListener} listener */
  constructor(playback, listener) {
    this.playback = playback;
    this.listener = listener;
    this.chart = new Chart(listener);
    this.player = new Player(playback, listener.onToggle);
    this.head = el("div", { "aria-live": "polite" });
    this.facts = el("div");
    this.note = el("p.soft.small.trips-note", { role: "status" });
    this.readout = el("p.trips-readout.small", { "aria-hidden": "true" });
    this.plot = el("div.trips-plot", {}, this.readout, this.chart.element);
    this.element = el("section.trips-dock", { "aria-label": t("trips.playback") }, this.head, this.facts, this.plot, this.note, this.player.element);
  }

  clear() {
    fill(this.head);
    fill(this.facts);
    fill(this.note);
    this.plot.hidden = true;
    this.player.name(t("trips.play.day"));
  }

  wait() {
    this.clear();
    fill(this.facts, waiting(2));
  }

  /** @param {string} text */
  say(text) {
    fill(this.note, text);
  }

  /** @param {import("./loading.js").Day} day */
  showDay({ trips, fromMs, toMs }) {
    const { timesMs, counts } = underWay(trips), times = Float64Array.from(timesMs), most = counts.reduce((a, b) => Math.max(a, b), 0);
    fill(this.head, el("header.trips-title", {}, el("div", {}, el("h2", {}, t("trips.day")), el("p.soft", {}, trips.length ? t("trips.day.about") : t("trips.none")))));
    fill(this.facts);
    this.plot.hidden = trips.length === 0;
    this.#words = (timeMs) => `${clock(timeMs)} · ${t("trips.underway", { count: number(counts[indexAt(times, timeMs)] ?? 0) })}`;
    this.chart.show({
      label: t("trips.underway.label"), about: t("trips.chart.day", { most: number(most) }), unit: "", fromMs, toMs, isStepped: true, bands: [], marks: [],
      timesMs: [fromMs, ...timesMs, toMs], values: [0, ...counts, 0],
    });
    this.player.name(t("trips.play.day"));
  }

  /** @param {import("./trip.js").Trip} trip */
  waitFor(trip) {
    fill(this.head, head(trip, this.listener.onClose, this.note));
    fill(this.facts, waiting(2));
    fill(this.note);
    this.plot.hidden = true;
  }

  /** @param {unknown} error @param {() => void} again */
  fail(error, again) {
    fill(this.facts, failed(error, again));
  }

  /** @param {import("./trip.js").Trip} trip @param {import("./track.js").Track} path @param {Marks} marks */
  showTrip(trip, path, marks) {
    const highest = path.speeds.reduce((most, speed) => (speed > most ? speed : most), 0), hasFixes = path.times.length > 0, alarms = marks.alarms ?? [];
    fill(this.facts, figures(trip, hasFixes ? marks.pauses : null, marks.alarms));
    this.say([!hasFixes && t("trips.untracked"), marks.alarms === null && t("trips.alarms.unknown"), t("trips.fuel.about")].filter(Boolean).join(" "));
    this.plot.hidden = !hasFixes;
    this.#words = (timeMs) => this.#momentOf(path, marks, timeMs);
    this.chart.show({
      label: t("speed"), unit: "km/h", isStepped: false, ...series(path), fromMs: this.playback.fromMs, toMs: this.playback.toMs,
      about: t("trips.chart.trip", { from: clock(trip.startMs), to: clock(trip.endMs), most: number(highest), stops: number(marks.pauses.length), alarms: number(alarms.length) }),
      bands: marks.pauses, marks: alarms.map(({ alarm_time, severity }) => ({ timeMs: Date.parse(alarm_time), severity })),
    });
    this.player.name(t("trips.play"));
  }

  /** @param {import("./track.js").Track} path @param {Marks} marks @param {number} timeMs */
  #momentOf(path, { pauses, alarms }, timeMs) {
    const at = place(path, timeMs), nearMs = (this.playback.toMs - this.playback.fromMs) / 100;
    const stop = pauses.find(({ startMs, endMs }) => startMs <= timeMs && timeMs <= endMs);
    const alarm = alarms?.find(({ alarm_time }) => Math.abs(Date.parse(alarm_time) - timeMs) < nearMs);
    return [
      clock(timeMs), at?.isGap ? t("trips.gap") : number(at?.speedKmh, 0, "km/h"), stop && t("trips.stop", { time: duration((stop.endMs - stop.startMs) / 1000) }),
      alarm && (alarm.alarm_name ?? t("alarm.type", { type: alarm.alarm_type })),
    ].filter(Boolean).join(" · ");
  }

  /** @param {number | null} pointedMs */
  tell(pointedMs) {
    fill(this.readout, this.#words(pointedMs ?? this.playback.timeMs));
  }

  played() {
    this.player.show();
    this.chart.played(this.playback.timeMs);
    this.tell(null);
  }
}
