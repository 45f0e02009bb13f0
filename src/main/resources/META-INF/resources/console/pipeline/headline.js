// @ts-check
/** The state of the whole in one line. `data-state` says it to style sheets and programs. */
import { el } from "../lib/dom.js";
import { clock, t } from "../lib/texts.js";
import { problemText } from "./problem-cards.js";

/**
 * @param {any} status null: it has never come @param {import("./problems.js").Problem[]} found
 * @param {{ since: string, why: string } | null} away the service does not answer
 */
export function headline(status, found, away) {
  const state = away ? "bad" : status?.state === "unknown" ? "warn" : status?.state ?? "warn";
  return el("section.headline.card", { id: "headline", role: "status", "data-state": state },
      el("span.light", { "aria-hidden": "true" }), el("div", {}, el("h2", {}, title(status, found, away)), el("p", {}, about(status, found, away))));
}

/** @param {any} status @param {import("./problems.js").Problem[]} found @param {{ since: string } | null} away */
function title(status, found, away) {
  if (away) return t("pipeline.away", { since: away.since });
  if (found.length === 0) return t(status.state === "good" ? "pipeline.well" : "pipeline.odd");
  return problemText(found[0]);
}

/** @param {any} status @param {import("./problems.js").Problem[]} found @param {{ why: string } | null} away */
function about(status, found, away) {
  if (away) return status ? t("pipeline.away.old", { time: clock(status.as_of) }) : away.why;
  if (found.length === 0) return t(status.state === "good" ? "pipeline.well.about" : "pipeline.odd.about");
  return found.length === 1 ? t("pipeline.one") : t("pipeline.more", { count: found.length });
}
