// @ts-check
/** Alarms as they happen, the newest first; and those of the last hours, when the page opens. */
import { el, fill } from "../lib/dom.js";
import { t, time } from "../lib/texts.js";
import { title } from "./vehicle-list.js";

const MOST = 200;

export class AlarmList {
  /** @type {Map<string, any>} by what identifies them, the newest last */ #alarms = new Map();

  /** @param {import("./fleet.js").Fleet} fleet @param {(imei: string) => void} onChoose */
  constructor(fleet, onChoose) {
    this.fleet = fleet;
    this.onChoose = onChoose;
    this.list = el("ul.alarms", { "aria-label": t("alarms") });
    this.element = el("section.list", { "aria-label": t("alarms") }, this.list);
  }

  get count() {
    return this.#alarms.size;
  }

  /** @param {any} alarm of the feed or of `GET /alarms` @param {boolean} [isNew] it has happened since the page was opened @returns {boolean} whether it was unknown */
  add(alarm, isNew = false) {
    const known = key(alarm), isKnown = this.#alarms.has(known);
    if (alarm.state === "removed") this.#alarms.delete(known);
    else if (!isKnown) this.#alarms.set(known, { ...alarm, isNew });
    const oldest = [...this.#alarms].sort(([, a], [, b]) => Date.parse(a.alarm_time) - Date.parse(b.alarm_time)).slice(0, Math.max(0, this.#alarms.size - MOST));
    oldest.forEach(([other]) => this.#alarms.delete(other));
    return !isKnown;
  }

  show() {
    const newest = [...this.#alarms.values()].sort((a, b) => Date.parse(b.alarm_time) - Date.parse(a.alarm_time));
    const focused = document.activeElement?.closest("[data-alarm]")?.getAttribute("data-alarm") ?? "";
    fill(this.list, newest.length ? newest.map((alarm) => this.#row(alarm)) : el("li.soft", {}, t("alarms.none")));
    this.list.querySelector(`[data-alarm="${CSS.escape(focused)}"]`)?.focus();
  }

  /** @param {any} alarm */
  #row(alarm) {
    const vehicle = this.fleet.names[this.fleet.slots.get(alarm.imei) ?? -1] ?? alarm, severity = alarm.severity ?? "info";
    return el("li", { class: alarm.isNew ? "new" : null }, el("button", { type: "button", "data-alarm": key(alarm), onclick: () => this.onChoose(alarm.imei) },
        el(`span.severity.${severity}`, { role: "img", "aria-label": t(`severity.${severity}`) }),
        el("span.who", {}, el("b", {}, alarm.alarm_name ?? t("alarm.type", { type: alarm.alarm_type })), el("span.soft", {}, title(vehicle))),
        el("time.soft.small.number", { datetime: alarm.alarm_time }, time(alarm.alarm_time, { hour: "2-digit", minute: "2-digit" }))));
  }
}

/** What identifies an alarm. @param {any} alarm */
const key = (alarm) => `${alarm.imei} ${Date.parse(alarm.alarm_time)} ${alarm.alarm_type}`;
