// @ts-check
/** All rows of the answers: a tab for each table. */
import { change, place } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { empty } from "../lib/states.js";
import { t } from "../lib/texts.js";
import { TableView } from "./table-view.js";
import { TABLES } from "./tables.js";

const NAMES = Object.keys(TABLES);

export class TableCard {
  #name = "";
  /** @type {TableView | null} */ #view = null;

  /** @param {import("./table-view.js").Asked} asked @param {import("./questions.js").Results} results */
  constructor(asked, results) {
    this.asked = asked;
    this.results = results;
    this.tabs = el("div.tabs", { role: "tablist", "aria-label": t("analytics.tables"), onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) },
        NAMES.map((name) => this.#tab(name)));
    this.panel = el("div.body", { role: "tabpanel", id: "table" });
    this.element = el("section.card.tables", { "aria-label": t("analytics.tables") }, this.tabs, this.panel);
    this.show();
  }

  /** @param {string} name */
  #tab(name) {
    return el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "table", onclick: () => this.#choose(name) }, t(`analytics.table.${name}`));
  }

  /** As the address says. */
  show() {
    const named = place().query.get("table") ?? "", name = named in TABLES ? named : NAMES[0];
    if (name === this.#name) return this.#view?.show();
    this.#name = name;
    for (const tab of this.tabs.children) {
      const isChosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
    this.panel.setAttribute("aria-labelledby", `tab-${name}`);
    this.#view = null;
    fill(this.panel, this.#content(name));
  }

  /** @param {string} name */
  #content(name) {
    const table = TABLES[name], { answer } = this.results[table.question];
    if (!answer) return empty(t("analytics.not_answered"));
    if (!answer[table.rows].length) return empty(t("analytics.empty.rows"), t("analytics.empty.about"));
    this.#view = new TableView(name, answer, this.asked);
    return this.#view.elements;
  }

  /** @param {string} name */
  #choose(name) {
    change({ table: name, sort: null });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const to = { ArrowRight: NAMES.indexOf(this.#name) + 1, ArrowLeft: NAMES.indexOf(this.#name) - 1 + NAMES.length, Home: 0, End: NAMES.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(NAMES[to % NAMES.length]);
    this.focus();
  }

  focus() {
    this.tabs.querySelector("[aria-selected=true]")?.focus();
  }
}
