// @ts-check
/** A small button that says what a figure means. Its text lies over the page; Escape and a click elsewhere close it. */
import { el } from "../lib/dom.js";
import { t } from "../lib/texts.js";

let made = 0;
const MARGIN_PX = 8;

/** @param {string} name of what is explained, in words @param {string} text */
export function about(name, text) {
  const id = `about-${++made}`;
  const note = el("div.about-note", { popover: "auto", id }, el("strong", {}, name), el("p", {}, text));
  const button = el("button.plain.about", { type: "button", popovertarget: id, "aria-label": t("analytics.about", { name }) }, "i");
  note.addEventListener("toggle", () => beside(note, button));
  return [button, note];
}

/** @param {string} figure */
export const aboutFigure = (figure) => about(t(`analytics.figure.${figure}`), t(`analytics.about.${figure}`));

/** Below the button, and inside the window. @param {HTMLElement} note @param {HTMLElement} button */
function beside(note, button) {
  const at = button.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = note;
  const fitsBelow = at.bottom + height + MARGIN_PX < innerHeight;
  note.style.left = `${Math.max(MARGIN_PX, Math.min(at.left, innerWidth - width - MARGIN_PX))}px`;
  note.style.top = `${fitsBelow ? at.bottom + MARGIN_PX / 2 : Math.max(MARGIN_PX, at.top - height - MARGIN_PX / 2)}px`;
}
