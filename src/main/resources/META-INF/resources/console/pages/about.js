// @ts-check
/** Everything else that the service offers: the links of its entry point. */
import { el, fill } from "../lib/dom.js";
import { json } from "../lib/session.js";
import { t } from "../lib/texts.js";

/** @param {HTMLElement} root @param {{ settings: any }} context */
export async function show(root, { settings }) {
  const start = await json("");
  fill(root, el("div.page-head", {}, el("h1", {}, t("about.title")), el("span.soft", {}, t("about.version", { version: settings.version }))),
      el("section.card", {}, el("div.body", {}, el("p.soft", {}, t("about.token")), el("ul.links", {}, start.links.map((/** @type {any} */ link) =>
        el("li", {}, link.token && settings.token_required ? el("code", {}, link.href) : el("a", { href: link.href.replace(/^\//, "") }, link.href), el("span.soft", {}, link.title)))))));
}
