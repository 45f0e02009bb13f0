// @ts-check
/** Starts the console: settings, texts, navigation, and the page that the address names. */
import { link, place } from "./lib/address.js";
import { FILTERS } from "./lib/filters.js";
import { choices } from "./lib/choices.js";
import { askForToken } from "./lib/dialogs.js";
import { el, fill, icon } from "./lib/dom.js";
import { json, onTokenNeeded, Problem } from "./lib/session.js";
import { failed } from "./lib/states.js";
import { loadTexts, t } from "./lib/texts.js";
import { PAGES } from "./pages.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
/** @type {any} */
let settings;
let end = () => {};
let current = "";

/** The links of the navigation keep the filters. */
function navigation() {
  const { query } = place();
  const kept = new URLSearchParams([...query].filter(([name]) => FILTERS.includes(name)));
  const links = PAGES.map(({ name, icon: sign }) => el("a", { href: link(name, kept), "aria-current": name === current && "page" }, icon(sign), el("span", {}, t(`page.${name}`))));
  fill(/** @type {HTMLElement} */ (document.getElementById("pages")), links);
}

/** The page of the address. */
const named = () => PAGES.find(({ name }) => name === place().page) ?? PAGES[0];

/** Shows it, and ends the one before. */
async function show() {
  const page = named();
  if (page.name === current) {
    window.dispatchEvent(new Event("fleetline:choices"));
    return;
  }
  end();
  end = () => {};
  current = page.name;
  navigation();
  document.title = `${t(`page.${page.name}`)} · ${settings.title}`;
  main.className = `page page-${page.name}`;
  await open(page);
}

/** A browser remembers that a module did not come: only when the page itself is loaded again, it asks anew. */
const startAnew = () => json("console/settings").then(() => location.reload(), () => {});

/** @param {typeof PAGES[number]} page */
async function open(page) {
  const root = el("div.root");
  fill(main, root);
  const module = await page.load().catch((error) => console.warn(error));
  if (current !== page.name) return;
  if (!module) {
    fill(main, failed(new Problem(0, ""), startAnew));
    return;
  }
  try {
    const finish = (await module.show(root, { settings })) ?? (() => {});
    if (current === page.name) end = finish;
    else finish();
  } catch (error) {
    console.warn(error);
    fill(main, failed(error, () => { current = ""; show(); }));
  }
}

async function start() {
  onTokenNeeded(askForToken);
  // Its modules come while the settings do.
  named().load().catch(() => {});
  settings = await json("console/settings");
  await loadTexts(settings.time_zone);
  fill(/** @type {HTMLElement} */ (document.getElementById("skip")), t("skip"));
  fill(/** @type {HTMLElement} */ (document.getElementById("choices")), choices(settings));
  document.getElementById("skip")?.addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  window.addEventListener("hashchange", show);
  window.addEventListener("fleetline:choices", navigation);
  await show();
}

start().catch((error) => {
  // Without settings there are no texts either, so the page has this one sentence.
  console.warn(error);
  main.hidden = true;
  document.getElementById("unreachable")?.removeAttribute("hidden");
});
