// @ts-check
/** What is known of the chosen vehicle, and what can be done with it. */
import { link } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { serviceNowMs } from "../lib/steady.js";
import { day, duration, number, t, time } from "../lib/texts.js";
import { STATUSES } from "./binary.js";
import { title } from "./vehicle-list.js";

const TRAILS_H = [1, 3, 12];

export class VehicleCard {
  /** @param {import("./fleet.js").Fleet} fleet @param {{ onClose: () => void, onFollow: (on: boolean) => void, onTrail: (hours: number) => void }} listener */
  constructor(fleet, listener) {
    this.fleet = fleet;
    this.listener = listener;
    this.facts = el("dl");
    this.head = el("header");
    this.isFollowed = false;
    this.trailH = 0;
    this.buttons = el("div.buttons");
    this.element = el("aside.vehicle.card", { hidden: true, "aria-label": t("vehicle"), onkeydown: (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") listener.onClose(); } }, this.head, this.facts, this.buttons);
  }

  /** @param {string | null} imei null: none */
  choose(imei) {
    this.imei = imei;
    this.isFollowed = false;
    this.trailH = 0;
    this.element.hidden = imei === null;
    if (imei !== null) {
      this.#showHead();
      this.#showButtons();
    }
    this.show();
  }

  #showHead() {
    const vehicle = this.#vehicle();
    fill(this.head, el("div", {}, el("h2", {}, title(vehicle)), el("p.soft", {}, [vehicle.vehicle_name, vehicle.vehicle_type].filter((text) => text && text !== vehicle.vehicle_number).join(" · "))),
        el("button.plain", { type: "button", "aria-label": t("close"), onclick: this.listener.onClose }, "×"));
  }

  #vehicle() {
    return this.fleet.names[this.fleet.slots.get(this.imei ?? "") ?? -1] ?? { imei: this.imei };
  }

  /** Brings the facts up to date. */
  show() {
    const slot = this.fleet.slots.get(this.imei ?? ""), { fleet } = this, vehicle = this.#vehicle();
    if (slot === undefined) {
      fill(this.facts, el("dd.soft", {}, t("vehicle.gone")));
      return;
    }
    const status = STATUSES[fleet.status[slot]], facts = [
      [t("status"), el(`span.status-text.${status}`, {}, el(`span.sign.${status}`, { "aria-hidden": "true" }), ` ${t(`status.${status}`)}`)],
      [t("driver"), vehicle.driver_name ?? t("unknown")],
      [t("speed"), number(fleet.speed[slot], 0, "km/h")],
      [t("ignition"), t(["unknown", "ignition.off", "ignition.on"][fleet.ignition[slot]])],
      [t("fix"), `${time(fleet.gpsS[slot] * 1000, { hour: "2-digit", minute: "2-digit", second: "2-digit" })} (${t("ago", { time: duration(serviceNowMs() / 1000 - fleet.gpsS[slot]) })})`],
      [t("odometer"), number(fleet.odometer[slot], 0, "km")],
      [t("filter.cost_centre"), vehicle.cost_centre ?? t("unknown")],
      [t("filter.assigned_city"), vehicle.assigned_city ?? t("unknown")],
      ["IMEI", vehicle.imei],
    ];
    fill(this.facts, facts.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  }

  #showButtons() {
    const vehicle = this.#vehicle();
    const follow = () => { this.isFollowed = !this.isFollowed; this.listener.onFollow(this.isFollowed); this.#showButtons(); };
    const trail = (/** @type {number} */ hours) => () => { this.trailH = this.trailH === hours ? 0 : hours; this.listener.onTrail(this.trailH); this.#showButtons(); };
    const focused = [...this.buttons.children].indexOf(document.activeElement);
    fill(this.buttons,
        el("button", { type: "button", "aria-pressed": String(this.isFollowed), onclick: follow }, t("follow")),
        TRAILS_H.map((hours) => el("button", { type: "button", "aria-pressed": String(this.trailH === hours), onclick: trail(hours), "aria-label": t("trail.long", { hours }) }, t("trail", { hours }))),
        el("a.button", { href: link("trips", { vehicle_number: vehicle.vehicle_number ?? "", ...(vehicle.vehicle_number ? {} : { imei: vehicle.imei }), day: day(serviceNowMs()) }) }, t("trips.today")));
    if (focused >= 0) this.buttons.children[focused].focus();
  }
}
