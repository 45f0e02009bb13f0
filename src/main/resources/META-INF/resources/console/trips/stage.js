// @ts-check
/** What the map and the dock show of the loaded day: the trip that the address names, or all of them; and its playback. */
import { change } from "../lib/address.js";
import { t } from "../lib/texts.js";
import { choice } from "./choice.js";
import { DayPlay } from "./day-play.js";
import { Latest } from "./latest.js";
import { loadTrip } from "./loading.js";
import { place } from "./track.js";

export class Stage {
  /** @type {import("./loading.js").Day | null} */ #day = null;
  /** The key of the trip that is shown; empty: the day; null: neither yet. @type {string | null} */ #shown = null;
  #opening = new Latest();

  /**
   * @param {import("./playback.js").Playback} playback @param {import("./trip-map.js").TripMap} map @param {import("./dock.js").Dock} dock
   * @param {HTMLElement} scale the colours of speed
   */
  constructor(playback, map, dock, scale) {
    this.playback = playback;
    this.map = map;
    this.dock = dock;
    this.scale = scale;
    playback.onChange = () => this.#played();
    this.dayPlay = new DayPlay((text) => { if (!this.#shown) dock.say(text); });
  }

  /** @param {import("./loading.js").Day} day @param {boolean} isGrown the same day, with more trips: what is played goes on */
  have(day, isGrown) {
    this.#day = day;
    this.map.showTrips(day.trips);
    if (isGrown && this.#shown === "" && this.dayPlay.tracks.length === 0) this.dock.showDay(day);
  }

  forget() {
    this.#day = this.#shown = null;
    this.dayPlay.forget();
    this.#opening.end();
    this.playback.range(0, 0);
    this.#play([]);
    this.map.showTrips([]);
    this.map.showDay([]);
    this.scale.hidden = true;
    this.dock.wait();
  }

  /** Shows what the address names, if it is not shown already. */
  open() {
    const day = this.#day, trip = day?.trips.find(({ key }) => key === choice().trip), key = trip?.key ?? "";
    if (!day || this.#shown === key) return;
    this.#shown = key;
    if (trip) this.#openTrip(trip, day);
    else this.#openDay(day);
  }

  /** @param {import("./loading.js").Day} day */
  #openDay(day) {
    const { trips, toMs } = day, tracks = this.dayPlay.tracks;
    this.#opening.end();
    this.playback.range(trips.length ? trips.reduce((least, { startMs }) => Math.min(least, startMs), toMs) : toMs, toMs);
    this.map.showDay(tracks);
    this.#play(tracks);
    this.scale.hidden = tracks.length === 0;
    this.dock.showDay(day);
    this.dock.say(choice().trip ? t("trips.elsewhere") : this.dayPlay.note);
    this.map.fitTrips(trips);
    if (choice().playsDay && tracks.length === 0 && trips.length > 0) this.#playDay(day);
  }

  /** @param {import("./trip.js").Trip} trip @param {import("./loading.js").Day} day */
  async #openTrip(trip, day) {
    const signal = this.#opening.next();
    this.playback.range(0, 0);
    this.#play([]);
    this.scale.hidden = false;
    this.dock.waitFor(trip);
    // On a phone the list is beneath what it opens.
    document.getElementById("main")?.scrollTo(0, 0);
    try {
      const { path, marks } = await loadTrip(trip, day.trips, signal);
      this.playback.range(trip.startMs, path.times.length > 0 ? trip.endMs : trip.startMs);
      this.dock.showTrip(trip, path, marks);
      this.map.showTrip(trip, path, marks);
      this.#play([path]);
    } catch (error) {
      if (!signal.aborted) this.dock.fail(error, () => this.#openTrip(trip, day));
    }
  }

  /** Plays or pauses; a day whose tracks are not there yet loads them first. */
  toggle() {
    const day = this.#day;
    if (this.#shown || this.dayPlay.tracks.length > 0) this.playback.toggle();
    else if (day && day.trips.length > 0) this.#playDay(day);
  }

  /** @param {import("./loading.js").Day} day */
  async #playDay(day) {
    if (this.dayPlay.isGathering) return;
    if (!choice().playsDay) change({ play: "day" });
    const isThere = await this.dayPlay.gather(day.trips, choice().day), timeMs = this.playback.timeMs;
    if (!isThere || this.#day === null || this.#shown !== "") return;
    this.#openDay(day);
    this.playback.seek(timeMs);
    this.playback.play();
  }

  /** @param {import("./track.js").Track[]} tracks */
  #play(tracks) {
    this.map.play.tracks = tracks;
    this.#played();
  }

  #played() {
    const { timeMs, isPlaying } = this.playback, [only, ...others] = this.map.play.tracks;
    this.dock.played();
    this.map.play.timeMs = timeMs;
    const at = isPlaying && only && others.length === 0 && place(only, timeMs);
    if (at) this.map.keepInView([at.x, at.y]);
    this.map.draw();
  }

  /** @param {number | null} timeMs under the pointer */
  point(timeMs) {
    this.map.play.pointedMs = timeMs;
    this.dock.tell(timeMs);
    this.map.draw();
  }

  end() {
    this.dayPlay.forget();
    this.#opening.end();
    this.playback.pause();
  }
}
