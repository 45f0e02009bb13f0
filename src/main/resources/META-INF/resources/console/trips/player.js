// @ts-check
/** The buttons of the playback: play, slider, time, pace. */
import { change } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { clock, t } from "../lib/texts.js";
import { SPEEDS } from "./choice.js";

export class Player {
  /** @param {import("./playback.js").Playback} playback @param {() => void} onToggle */
  constructor(playback, onToggle) {
    this.playback = playback;
    this.sign = el("span.trips-sign", { "aria-hidden": "true" });
    this.label = el("span");
    this.button = el("button.primary.trips-play", { type: "button", onclick: onToggle }, this.sign, this.label);
    const seek = () => playback.seek(playback.fromMs + Number(this.slider.value) * 1000);
    this.slider = el("input", { type: "range", min: 0, max: 1, step: 1, value: 0, "aria-label": t("trips.time"), oninput: seek });
    this.now = el("output.trips-now");
    this.paces = el("select", { "aria-label": t("trips.pace"), onchange: () => change({ speed: this.paces.value }) },
        SPEEDS.map((speed) => el("option", { value: speed }, `${speed} ×`)));
    this.element = el("div.trips-player", { role: "group", "aria-label": t("trips.playback") }, this.button, this.slider, this.now, this.paces);
  }

  /** @param {string} label of the button while it does not play */
  name(label) {
    this.title = label;
    this.show();
  }

  show() {
    const { playback } = this, lengthS = Math.round((playback.toMs - playback.fromMs) / 1000), text = clock(playback.timeMs);
    this.sign.classList.toggle("playing", playback.isPlaying);
    fill(this.label, playback.isPlaying ? t("trips.pause") : this.title ?? "");
    this.button.disabled = this.slider.disabled = lengthS <= 0;
    this.slider.max = String(lengthS);
    this.slider.value = String(Math.round((playback.timeMs - playback.fromMs) / 1000));
    this.slider.setAttribute("aria-valuetext", text);
    fill(this.now, lengthS > 0 ? text : "");
    this.paces.value = String(playback.speed);
  }
}
