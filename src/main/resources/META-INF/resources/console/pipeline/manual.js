// @ts-check
/** Sections of the operators' manual, docs/OPERATIONS.md, which the build puts beside the console: in an incident nobody should have to look for it. */
import { el } from "../lib/dom.js";

/** @type {Promise<string>} */
let loading = Promise.resolve("");
let text = "";

/** @returns {Promise<void>} also when there is no manual: the page shows its own sentences then */
export async function loadManual() {
  if (text) return;
  loading = fetch(new URL("../OPERATIONS.md", import.meta.url)).then((answer) => (answer.ok ? answer.text() : ""), () => "");
  text = await loading;
}

/** As GitHub makes them. @param {string} heading */
const anchor = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");

/** @param {string} name its anchor @returns {{ title: string, body: HTMLElement[] } | null} */
export function section(name) {
  const parts = text.split(/^#{2,3} (?=\S)/m).slice(1);
  const found = parts.find((part) => anchor(part.split("\n", 1)[0]) === name);
  if (!found) return null;
  const [title, ...lines] = found.split("\n");
  return { title, body: blocks(lines.join("\n")) };
}

/** Paragraphs, lists and code. @param {string} source */
function blocks(source) {
  return source.split(/^ *```\w*\n([\s\S]*?)^ *```$/m).flatMap((part, index) => (index % 2 ? [el("pre", {}, part.trimEnd())] : paragraphs(part)));
}

/** @param {string} source */
function paragraphs(source) {
  const whole = source.split(/\n\s*\n|\n(?=(?:- |\d+\. ))/).map((one) => one.trim()).filter(Boolean);
  return whole.map((one) => (one.startsWith("|") ? el("pre", {}, one) : el("p", {}, inline(one.replace(/\s*\n\s*/g, " ")))));
}

/** Code, emphasis; a link leads out of the console, so it is its text. @param {string} line */
function inline(line) {
  return line.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
    if (/^`/.test(part)) return el("code", {}, part.slice(1, -1));
    if (/^\*\*/.test(part)) return el("strong", {}, part.slice(2, -2));
    if (/^\*./.test(part)) return el("em", {}, part.slice(1, -1));
    return part.replace(/^\[([^\]]+)\]\([^)]+\)$/, "$1");
  });
}
