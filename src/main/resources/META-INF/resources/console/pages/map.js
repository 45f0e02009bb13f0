// @ts-check
/** The live map with its list, its alarms, and the chosen vehicle. */
import { change, place } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { chosen, filterBar } from "../lib/filters.js";
import { json } from "../lib/session.js";
import { empty } from "../lib/states.js";
import { serviceNowMs } from "../lib/steady.js";
import { clock, number, t } from "../lib/texts.js";
import { AlarmList } from "../map/alarm-list.js";
import { densest } from "../map/clusters.js";
import { Feed } from "../map/feed.js";
import { Fleet } from "../map/fleet.js";
import { FleetMap } from "../map/fleet-map.js";
import { project } from "../map/mercator.js";
import { legend, panel } from "../map/panel.js";
import { VehicleCard } from "../map/vehicle-card.js";
import { title, VehicleList } from "../map/vehicle-list.js";

/** Lists are shown anew at most so often; a screen reader hears a summary at most so often. */
const LISTS_EVERY_MS = 1_000, SUMMARY_EVERY_MS = 10_000;
const ALARMS_H = 24;

/** @param {HTMLElement} root @param {{ settings: any }} context */
export function show(root, { settings }) {
  return new MapPage(root, settings).end;
}

class MapPage {
  fleet = new Fleet();
  #shownRevision = -1;
  #isFitted = false;
  #newAlarms = 0;
  /** By the service's clock; not a number before it has said anything. */ #openedMs = NaN;
  #followed = false;

  /** @param {HTMLElement} root @param {any} settings */
  constructor(root, settings) {
    this.ground = el("div.map", { tabindex: "0", role: "application", "aria-label": t("map.label") });
    this.digest = el("p.unseen", { "aria-live": "polite" });
    this.list = new VehicleList(this.fleet, (imei) => this.choose(imei, true));
    this.alarms = new AlarmList(this.fleet, (imei) => this.choose(imei, true));
    this.card = new VehicleCard(this.fleet, { onClose: () => this.choose(null), onFollow: (on) => { this.#followed = on; this.#follow(); }, onTrail: (hours) => this.#trail(hours) });
    this.connection = el("span.connection.connecting", {}, t("feed.connecting"));
    this.panel = panel(filterBar(), this.list.element, this.alarms);
    this.empty = el("div.map-empty.card", { hidden: true }, empty(t("map.empty"), t("map.empty.about")));
    const whole = el("button.whole", { type: "button", onclick: () => this.map.fit(this.#places(), 14, 400) }, t("map.whole"));
    fill(root, el("div.over", {}, this.panel.element, el("div.around", {}, this.ground, whole, this.empty, legend(), this.card.element)), this.digest);
    fill(/** @type {HTMLElement} */ (document.getElementById("state")), this.connection);
    this.map = new FleetMap(this.ground, this.fleet, settings, { onPick: (imei) => this.choose(imei), onCluster: () => {} });
    this.feed = new Feed(this.#listener());
    this.feed.subscribe({ filters: chosen() });
    this.filters = JSON.stringify(chosen());
    window.addEventListener("fleetline:choices", this.#choices);
    this.timers = [setInterval(() => this.#lists(), LISTS_EVERY_MS), setInterval(() => this.#summary(), SUMMARY_EVERY_MS)];
    this.#recentAlarms();
    // What the browser tests and the benchmark look at.
    /** @type {any} */ (globalThis).fleetline = { fleet: this.fleet, map: this.map, feed: this.feed };
  }

  /** @returns {import("../map/feed.js").Listener} */
  #listener() {
    return {
      onState: (state) => this.#state(state),
      onNames: (vehicles) => this.fleet.learnNames(vehicles),
      onFrame: (frame) => { this.fleet.take(frame, performance.now()); this.#moved(frame.isLast || !frame.isSnapshot); },
      onMap: (features) => { this.fleet.takeMap(features, performance.now()); this.#moved(true); this.#recentAlarms(); },
      onOut: (imeis) => { this.fleet.remove(imeis); this.#moved(true); },
      onEvent: (event) => { if (event.kind === "alarm") { this.#alarm(event, true); this.alarms.show(); } },
      onReset: () => this.#recentAlarms(),
    };
  }

  /** @param {string} state of the connection */
  #state(state) {
    // What happened before the first subscription is not in the feed.
    if (state === "live") this.#recentAlarms();
    this.connection.className = `connection ${state}`;
    fill(this.connection, t(`feed.${state}`));
  }

  /** @param {boolean} isWhole the snapshot has come entirely */
  #moved(isWhole) {
    if (Number.isNaN(this.#openedMs)) this.#openedMs = serviceNowMs();
    if (isWhole && !this.#isFitted && this.fleet.count > 0) {
      this.#isFitted = true;
      this.map.fit(densest(this.#places()));
      this.choose(place().query.get("vehicle"), true);
      this.#lists();
    }
    this.map.wake();
    this.#follow();
  }

  /** Of the vehicles that the list shows. */
  #places() {
    return this.list.matching().map((slot) => this.fleet.newest(slot));
  }

  #lists() {
    if (this.#shownRevision !== this.fleet.revision || this.fleet.busyUntilMs > performance.now()) {
      this.#shownRevision = this.fleet.revision;
      this.list.show();
    }
    this.card.show();
    this.panel.alarmCount(this.alarms.count, this.#newAlarms);
    this.empty.hidden = this.fleet.count > 0 || Number.isNaN(this.#openedMs);
    this.#follow();
  }

  #summary() {
    const { fleet } = this, moving = fleet.status.subarray(0, fleet.count).reduce((sum, status) => sum + (status === 0 ? 1 : 0), 0);
    fill(this.digest, t("digest", { vehicles: number(fleet.count), moving: number(moving), alarms: number(this.#newAlarms), time: clock(serviceNowMs()) }));
  }

  #choices = () => {
    const filters = chosen(), text = JSON.stringify(filters);
    if (text === this.filters) return;
    this.filters = text;
    this.#isFitted = false;
    this.feed.subscribe({ filters });
    this.#recentAlarms();
  };

  /** @param {string | null} imei @param {boolean} [goThere] */
  choose(imei, goThere = false) {
    const known = imei !== null && this.fleet.slots.has(imei) ? imei : null;
    this.list.chosen = this.map.overlay.chosen = known;
    this.map.trail.places = [];
    this.#followed = false;
    this.card.choose(known);
    change({ vehicle: known });
    const slot = this.fleet.slots.get(known ?? "");
    if (goThere && slot !== undefined) this.map.fit([this.fleet.newest(slot)], Math.max(15, this.map.view.getZoom() ?? 0), 300);
    this.list.show();
    this.map.wake();
  }

  #follow() {
    const slot = this.fleet.slots.get(this.map.overlay.chosen ?? "");
    if (this.#followed && slot !== undefined) this.map.view.animate({ center: this.fleet.at(slot, performance.now() + 500), duration: 500, easing: (/** @type {number} */ share) => share });
  }

  /** @param {number} hours 0: none */
  async #trail(hours) {
    const imei = this.map.overlay.chosen;
    const answer = hours ? await json("webhook/live-positions/track", { imei, hours, simplify: 5 }) : { geojson: { features: [] } };
    if (imei !== this.map.overlay.chosen) return;
    const lines = answer.geojson.features.filter((/** @type {any} */ feature) => feature.geometry?.type === "LineString");
    this.map.trail.places = lines.flatMap((/** @type {any} */ feature) => feature.geometry.coordinates.map((/** @type {number[]} */ [lng, lat]) => project(lng, lat)));
    this.map.wake();
  }

  async #recentAlarms() {
    const answer = await json("alarms", { ...chosen(), hours: ALARMS_H }).catch(() => ({ alarms: [] }));
    answer.alarms.forEach((/** @type {any} */ alarm) => this.#alarm(alarm, Date.parse(alarm.alarm_time) > this.#openedMs));
    this.alarms.show();
  }

  /** @param {any} alarm @param {boolean} isNew it has happened since the page was opened */
  #alarm(alarm, isNew) {
    const isUnknown = this.alarms.add(alarm, isNew);
    if (!isNew || !isUnknown || alarm.state === "removed") return;
    this.alarms.show();
    this.#newAlarms++;
    const slot = this.fleet.slots.get(alarm.imei);
    const coordinates = alarm.at?.coordinates ?? (alarm.lng === undefined || alarm.lng === null ? null : [alarm.lng, alarm.lat]);
    const at = coordinates ? project(coordinates[0], coordinates[1]) : slot !== undefined ? this.fleet.at(slot, performance.now()) : null;
    if (at) this.map.overlay.alarm(at, performance.now());
    this.panel.alarmCount(this.alarms.count, this.#newAlarms);
    const vehicle = slot === undefined ? alarm : this.fleet.names[slot];
    fill(this.digest, t("alarm.said", { alarm: alarm.alarm_name ?? alarm.alarm_type, vehicle: title(vehicle) }));
    this.map.wake();
  }

  end = () => {
    this.timers.forEach(clearInterval);
    window.removeEventListener("fleetline:choices", this.#choices);
    this.feed.end();
    this.map.end();
    fill(/** @type {HTMLElement} */ (document.getElementById("state")));
  };
}
