// @ts-check
/** The tracks of the whole day, loaded when they are to be played, and what is to be said of them. */
import { reason } from "../lib/states.js";
import { number, t } from "../lib/texts.js";
import { dayTracks, MOST_VEHICLES } from "./day-tracks.js";
import { Latest } from "./latest.js";

export class DayPlay {
  /** @type {import("./track.js").Track[]} */ tracks = [];
  note = "";
  isGathering = false;
  #gathering = new Latest();

  /** @param {(text: string) => void} say how far the loading is */
  constructor(say) {
    this.say = say;
  }

  forget() {
    this.#gathering.end();
    this.tracks = [];
    this.note = "";
  }

  /** @param {import("./trip.js").Trip[]} trips @param {string} date @returns {Promise<boolean>} whether there is something to play now */
  async gather(trips, date) {
    const signal = this.#gathering.next();
    this.isGathering = true;
    try {
      const { tracks, leftOut, failed } = await dayTracks(trips, date, signal, (loaded, all) => this.say(t("trips.gathering", { loaded: number(loaded), all: number(all) })));
      this.tracks = tracks;
      this.note = notes(tracks.length, leftOut, failed);
      this.say(this.note);
      return tracks.length > 0;
    } catch (error) {
      if (!signal.aborted) this.say(reason(error));
      return false;
    } finally {
      this.isGathering = false;
    }
  }
}

/** @param {number} played @param {number} leftOut @param {number} failed */
function notes(played, leftOut, failed) {
  return [
    leftOut > 0 && t("trips.leftout", { most: number(MOST_VEHICLES), count: number(leftOut) }),
    failed > 0 && t("trips.failed", { count: number(failed) }),
    played === 0 && failed === 0 && t("trips.untracked.day"),
  ].filter(Boolean).join(" ");
}
