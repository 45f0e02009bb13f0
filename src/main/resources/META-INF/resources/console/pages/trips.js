// @ts-check
/** The trips of a day: their list, the map, the chosen one with its path, and the playback of one or of all. */
import { change } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { t } from "../lib/texts.js";
import { bar } from "../trips/bar.js";
import { choice, today } from "../trips/choice.js";
import { Dock } from "../trips/dock.js";
import { saveList } from "../trips/files.js";
import { keys } from "../trips/keys.js";
import { Latest } from "../trips/latest.js";
import { loadTrips } from "../trips/loading.js";
import { Playback } from "../trips/playback.js";
import { legend } from "../trips/speed.js";
import { Stage } from "../trips/stage.js";
import { TripList } from "../trips/trip-list.js";
import { TripMap } from "../trips/trip-map.js";

/** The trips of today become more. */
const AGAIN_EVERY_MS = 60_000;

/** @param {HTMLElement} root @param {{ settings: any }} context */
export function show(root, { settings }) {
  return new TripsPage(root, settings).end;
}

class TripsPage {
  /** The day and the filters whose trips are shown. */ #shown = "";
  #isLoaded = false;
  #listing = new Latest();

  /** @param {HTMLElement} root @param {any} settings */
  constructor(root, settings) {
    this.playback = new Playback();
    const choose = (/** @type {string} */ key) => change({ trip: key, play: null });
    this.bar = bar();
    const save = () => saveList(choice().day, choice().filters);
    this.list = new TripList({ onChoose: choose, onPoint: (key) => this.map.pointAt(key), onSort: (sort) => change({ sort }), onSave: save });
    this.ground = el("div.map", { tabindex: "0", role: "application", "aria-label": t("trips.map") });
    const scale = legend(), around = el("div.trips-around", {}, this.ground, scale), seek = (/** @type {number} */ timeMs) => this.playback.seek(timeMs);
    const close = () => change({ trip: null });
    this.dock = new Dock(this.playback, { onHover: (timeMs) => this.stage.point(timeMs), onSeek: seek, onToggle: () => this.stage.toggle(), onClose: close });
    fill(root, el("div.trips-layout", {}, el("div.trips-panel", {}, this.bar.element, this.list.element), around, this.dock.element));
    this.map = new TripMap(this.ground, settings, { onPick: choose, onHover: (timeMs) => { this.stage.point(timeMs); this.dock.chart.point(timeMs); }, onSeek: seek });
    this.stage = new Stage(this.playback, this.map, this.dock, scale);
    this.removeKeys = keys(this.playback, () => this.stage.toggle(), close);
    window.addEventListener("fleetline:choices", this.#choices);
    this.timer = setInterval(() => this.#again(), AGAIN_EVERY_MS);
    this.#choices();
    // What the browser tests look at.
    /** @type {any} */ (globalThis).fleetlineTrips = { map: this.map, stage: this.stage, list: this.list };
  }

  #choices = () => {
    const { day, filters, sort, speed } = choice(), wanted = JSON.stringify([day, filters]);
    this.bar.show();
    this.playback.speed = speed;
    this.dock.player.show();
    if (wanted !== this.#shown) {
      this.#shown = wanted;
      this.#load();
    } else if (this.#isLoaded) {
      if (sort !== this.list.sortedBy) this.list.sort(sort);
      this.#open();
    }
  };

  #again() {
    if (this.#isLoaded && choice().day === today() && document.visibilityState === "visible") this.#load(true);
  }

  /** @param {boolean} [quietly] what is shown stays until the answer is there */
  async #load(quietly = false) {
    const { day, filters, sort } = choice(), signal = this.#listing.next();
    if (!quietly) this.#forget();
    try {
      const loaded = await loadTrips(day, filters, signal);
      // The service's clock was heard only now: its day may be another than the browser's.
      if (choice().day !== day) return this.#choices();
      this.#isLoaded = true;
      this.list.show(loaded.trips, loaded.summary, sort, t(day === today() ? "trips.none.today" : "trips.none.about"));
      this.stage.have(loaded, quietly);
      this.#open();
    } catch (error) {
      if (signal.aborted || quietly) return;
      this.list.fail(error, () => this.#load());
      this.dock.clear();
    }
  }

  #forget() {
    this.#isLoaded = false;
    this.list.wait();
    this.stage.forget();
  }

  #open() {
    this.list.choose(choice().trip ?? "");
    this.stage.open();
  }

  end = () => {
    clearInterval(this.timer);
    window.removeEventListener("fleetline:choices", this.#choices);
    this.removeKeys();
    this.#listing.end();
    this.stage.end();
    this.dock.chart.end();
    this.map.end();
  };
}
