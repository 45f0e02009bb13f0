// @ts-check
/** The panel beside the map with its two lists, and the legend. */
import { el } from "../lib/dom.js";
import { number, t } from "../lib/texts.js";
import { STATUSES } from "./binary.js";

/** @param {HTMLElement} filters @param {HTMLElement} vehicles @param {import("./alarm-list.js").AlarmList} alarms */
export function panel(filters, vehicles, alarms) {
  const count = el("span.count", { hidden: true });
  const tabs = [tab("vehicles", vehicles, t("vehicles")), tab("alarms", alarms.element, t("alarms"), count)];
  const choose = (/** @type {number} */ chosen) => tabs.forEach(({ button, element }, index) => {
    button.setAttribute("aria-selected", String(index === chosen));
    button.tabIndex = index === chosen ? 0 : -1;
    element.hidden = index !== chosen;
  });
  tabs.forEach(({ button }, index) => {
    button.addEventListener("click", () => choose(index));
    button.addEventListener("keydown", (/** @type {KeyboardEvent} */ { key }) => {
      if (key !== "ArrowRight" && key !== "ArrowLeft") return;
      choose(1 - index);
      tabs[1 - index].button.focus();
    });
  });
  choose(0);
  return {
    element: el("div.panel", {}, filters, el("div.tabs", { role: "tablist" }, tabs.map(({ button }) => button)), vehicles, alarms.element),
    /** @param {number} all @param {number} fresh */
    alarmCount(all, fresh) {
      count.hidden = all === 0;
      count.textContent = number(all);
      count.classList.toggle("fresh", fresh > 0);
    },
  };
}

/** @param {string} name @param {HTMLElement} element @param {...any} label */
function tab(name, element, ...label) {
  element.id = `tab-${name}`;
  element.setAttribute("role", "tabpanel");
  return { element, button: el("button", { type: "button", role: "tab", "aria-controls": element.id }, label) };
}

/** What shapes and colours mean. */
export function legend() {
  return el("details.legend.card", {}, el("summary", {}, t("legend")), el("ul", {},
      STATUSES.map((status) => el("li", {}, el(`span.sign.${status}`, { "aria-hidden": "true" }), ` ${t(`status.${status}`)}`, el("span.soft", {}, ` ${t(`legend.${status}`)}`))),
      el("li.soft", {}, t("legend.age")), el("li.soft", {}, t("legend.ring"))));
}
