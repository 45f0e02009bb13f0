// @ts-check
/** One card for each thing that is wrong: what it is, what to do, what to type, and what the manual says. */
import { el } from "../lib/dom.js";
import { duration, number, t } from "../lib/texts.js";
import { section } from "./manual.js";
import { copyable, tag } from "./parts.js";

/** Values in words: `age_s` becomes `age`. @param {import("./problems.js").Problem} problem */
export function problemText({ name, values }) {
  return t(`pipeline.problem.${name}`, inWords(values));
}

/** @param {Record<string, string | number>} values */
function inWords(values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => {
    if (key.endsWith("_s")) return [key.slice(0, -2), duration(Number(value))];
    return [key, typeof value === "number" ? number(value) : value];
  }));
}

/** @param {import("./problems.js").Problem[]} found */
export function problemCards(found) {
  return el("div.problems", { "data-key": "problems" }, found.map(problemCard));
}

/** @param {import("./problems.js").Problem} problem */
function problemCard(problem) {
  const { state, name, values, command } = problem;
  const key = [name, values.account ?? values.endpoint ?? values.name ?? values.reason ?? ""].join(" ");
  return el("article.card.problem", { "data-key": key, "data-state": state },
      el("header", {}, el("h3", {}, problemText(problem)), tag(state)),
      el("div.body", {}, el("p", {}, t(`pipeline.do.${name}`, inWords(values))), command && copyable(command), manual(problem.section)));
}

/** @param {string} name */
function manual(name) {
  const found = section(name);
  return found
    ? el("details.manual", {}, el("summary", {}, t("pipeline.manual", { section: found.title })), el("div.text", { lang: "en" }, found.body))
    : el("p.soft.small", {}, t("pipeline.manual.file", { file: `docs/OPERATIONS.md#${name}` }));
}
