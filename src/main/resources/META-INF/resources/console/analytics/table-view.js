// @ts-check
/** One table: sorted by any column, more rows on demand, as CSV, and with the meaning of its columns. */
import { change, place } from "../lib/address.js";
import { el, fill } from "../lib/dom.js";
import { download } from "../lib/session.js";
import { reason } from "../lib/states.js";
import { number, t } from "../lib/texts.js";
import { askMore, PAGED } from "./questions.js";
import { cell, heading, isNumber, sorted, TABLES } from "./tables.js";
import { value } from "./values.js";

const FIRST_ROWS = 25, MORE_ROWS = 100;
/** The most that the service writes into one file. */
const MOST_IN_FILE = 10_000;

/** @typedef {{ query: import("./questions.js").Query, signal: AbortSignal, onMore: () => void }} Asked onMore: rows have been added to an answer */

export class TableView {
  #shown = FIRST_ROWS;

  /** @param {string} name of the table @param {any} answer @param {Asked} asked */
  constructor(name, answer, asked) {
    this.table = TABLES[name];
    this.answer = answer;
    this.asked = asked;
    this.head = el("tr", {}, this.table.columns.map((column) => this.#heading(column)));
    this.body = el("tbody");
    this.note = el("p.soft.small", { role: "status" });
    this.more = el("p.more");
    this.scroll = el("div.scroll", { tabindex: "0", role: "region", "aria-label": t(`analytics.table.${name}`) },
        el("table", {}, el("thead", {}, this.head), this.body, this.#totals()));
    this.elements = [
      el("div.table-tools", {}, this.note, el("button", { type: "button", onclick: () => this.#save() }, t("analytics.csv"))),
      this.scroll, this.more, this.#meanings(),
    ];
    this.show();
  }

  get rows() {
    return this.answer[this.table.rows];
  }

  /** The service has more rows than have been loaded. */
  get isCut() {
    return PAGED[this.table.question] === this.table.rows && this.answer.truncated;
  }

  /** A column, with `-` downwards. */
  get sort() {
    const named = place().query.get("sort") ?? "";
    return this.table.columns.includes(named.replace(/^-/, "")) ? named : this.table.sort;
  }

  show() {
    const { rows, sort, isCut } = this, column = sort.replace(/^-/, ""), count = number(rows.length);
    for (const th of this.head.children) th.setAttribute("aria-sort", th.dataset.column !== column ? "none" : sort.startsWith("-") ? "descending" : "ascending");
    fill(this.body, sorted(rows, sort).slice(0, this.#shown).map((row) => el("tr", {}, this.table.columns.map((name, index) => cell(name, row, index === 0)))));
    fill(this.note, t("analytics.rows", { shown: number(Math.min(this.#shown, rows.length)), count }), isCut && ` ${t("analytics.rows.cut", { count })}`);
    fill(this.more, (this.#shown < rows.length || isCut) && el("button", { type: "button", onclick: (/** @type {any} */ event) => this.#more(event.target) }, t("analytics.more")));
  }

  /** @param {string} column */
  #heading(column) {
    const downwards = `-${column}`;
    const turn = () => change({ sort: this.sort === downwards || (this.sort !== column && !isNumber(column)) ? column : downwards });
    return el(isNumber(column) ? "th.number" : "th", { scope: "col", "data-column": column }, el("button", { type: "button", onclick: turn }, heading(column)));
  }

  /** Of everything that the filters leave, also of rows that are not shown. */
  #totals() {
    const { totals } = this.answer;
    return el("tfoot", {}, el("tr", {}, this.table.columns.map((column, index) => index === 0 ? el("th", { scope: "row" }, t("analytics.all"))
      : el("td.number", {}, isNumber(column) && column in totals && value(column, totals[column])))));
  }

  #meanings() {
    const explained = this.table.columns.filter((column) => isNumber(column) || column === "shift_day");
    return el("details.meanings", {}, el("summary", {}, t("analytics.meanings")),
        el("dl", {}, explained.map((column) => [el("dt", {}, heading(column)), el("dd", {}, t(`analytics.about.${column}`))])));
  }

  /** @param {HTMLButtonElement} button */
  async #more(button) {
    const { query, signal, onMore } = this.asked, isAsked = this.#shown >= this.rows.length;
    button.disabled = true;
    try {
      if (isAsked) await askMore(this.table.question, query, this.answer, signal);
      this.#shown += MORE_ROWS;
      this.show();
      (this.more.querySelector("button") ?? this.scroll).focus();
      if (isAsked) onMore();
    } catch (error) {
      this.#trouble(error);
    }
  }

  async #save() {
    const { question, rows } = this.table, { from, to } = this.answer.period;
    const query = { ...this.asked.query, format: "csv", rows, limit: MOST_IN_FILE, bom: 1 };
    await download(`analytics/${question}`, query, `${question}_${rows.replaceAll("_", "-")}_${from}_${to}.csv`).catch((error) => this.#trouble(error));
  }

  /** @param {unknown} error */
  #trouble(error) {
    if (this.asked.signal.aborted) return;
    fill(this.more, el("span.trouble", { role: "alert" }, reason(error)), " ", el("button", { type: "button", onclick: () => this.show() }, t("close")));
  }
}
