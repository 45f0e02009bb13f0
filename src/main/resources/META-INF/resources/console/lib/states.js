// @ts-check
/** What a page shows while it waits, when there is nothing, and when something is wrong. */
import { el } from "./dom.js";
import { Problem } from "./session.js";
import { t } from "./texts.js";

/** Grey bars in the place of what is being loaded. @param {number} [lines] */
export function waiting(lines = 3) {
  return el("div.waiting", { role: "status", "aria-label": t("loading") }, Array.from({ length: lines }, () => el("span.bar-of-grey")));
}

/** @param {string} title @param {string} [about] what the reader may do */
export function empty(title, about = "") {
  return el("div.empty", {}, el("strong", {}, title), about && el("p", {}, about));
}

/** @param {unknown} error @param {() => void} again */
export function failed(error, again) {
  return el("div.failed", { role: "alert" }, el("strong", {}, t("failed")), el("p", {}, reason(error)),
      el("button", { type: "button", onclick: again }, t("again")));
}

/** In words of the reader. @param {unknown} error */
export function reason(error) {
  if (!(error instanceof Problem)) return t("failed.page");
  if (error.status === 0) return t("failed.away");
  if (error.status === 429) return t("failed.often", { seconds: error.retryAfterS ?? 2 });
  if (error.status === 503) return t("failed.busy", { detail: error.message });
  return error.message || t("failed.page");
}
