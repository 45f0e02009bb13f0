// @ts-check
/** The menu of the reader's own choices: language and theme; and the fleet's time. */
import { el } from "./dom.js";
import { chooseLanguage, currentLanguage, fleetTimeZone, LANGUAGES, t, time } from "./texts.js";

const KEPT = "fleetline.theme";
const THEMES = ["system", "light", "dark"];

/** @param {string | null} theme */
function wear(theme) {
  document.documentElement.dataset.theme = theme && THEMES.includes(theme) ? theme : "system";
  window.dispatchEvent(new Event("fleetline:theme"));
}

wear(localStorage.getItem(KEPT));

/** @param {any} _settings */
export function choices(_settings) {
  const now = el("span.now", { title: fleetTimeZone() });
  const tick = () => { now.textContent = time(Date.now(), { hour: "2-digit", minute: "2-digit", timeZoneName: "short" }); };
  tick();
  setInterval(tick, 5_000);
  const languages = el("select", { "aria-label": t("language"), onchange: (/** @type {any} */ event) => chooseLanguage(event.target.value) },
      Object.entries(LANGUAGES).map(([code, name]) => el("option", { value: code, selected: code === currentLanguage() }, name)));
  const themes = el("select", { "aria-label": t("theme"), onchange: (/** @type {any} */ event) => { localStorage.setItem(KEPT, event.target.value); wear(event.target.value); } },
      THEMES.map((theme) => el("option", { value: theme, selected: theme === document.documentElement.dataset.theme }, t(`theme.${theme}`))));
  return [now, languages, themes];
}
