// @ts-check
/** The texts of the console in the reader's language, and numbers and times as that language writes them. */

export const LANGUAGES = { en: "English", fr: "Français", sw: "Kiswahili" };
const KEPT = "fleetline.language";

/** @type {Record<string, string>} */
let texts = {};
let english = texts;
let language = "en";
let timeZone = "UTC";

/** @returns {keyof typeof LANGUAGES} the one chosen before, or the browser's, or English */
function preferred() {
  const wishes = [localStorage.getItem(KEPT), ...navigator.languages];
  return /** @type {any} */ (wishes.map((wish) => wish?.slice(0, 2)).find((wish) => wish && wish in LANGUAGES) ?? "en");
}

/** @param {string} name */
async function load(name) {
  const answer = await fetch(new URL(`../texts/${name}.json`, import.meta.url));
  return answer.json();
}

/** @param {string} zone of the fleet, an IANA name */
export async function loadTexts(zone) {
  timeZone = zone;
  language = preferred();
  english = await load("en");
  texts = language === "en" ? english : { ...english, ...(await load(language)) };
  document.documentElement.lang = language;
}

/** @param {string} chosen */
export function chooseLanguage(chosen) {
  localStorage.setItem(KEPT, chosen);
  location.reload();
}

export const currentLanguage = () => language;
export const fleetTimeZone = () => timeZone;

/**
 * The text of a key, with `{name}` replaced.
 *
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Whether there is a text of that key. @param {string} key */
export const hasText = (key) => key in texts;

/** @param {number | null | undefined} value @param {number} [digits] after the point @param {string} [unit] */
export function number(value, digits = 0, unit = "") {
  if (value === null || value === undefined || Number.isNaN(value)) return t("unknown");
  const text = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return unit ? `${text} ${unit}` : text;
}

/** @param {string | number | Date | null | undefined} moment @param {Intl.DateTimeFormatOptions} [form] in the fleet's time zone */
export function time(moment, form = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }) {
  if (moment === null || moment === undefined) return t("unknown");
  return new Intl.DateTimeFormat(language, { timeZone, hourCycle: "h23", ...form }).format(new Date(moment));
}

/** @param {string | number | Date | null | undefined} moment */
export const clock = (moment) => time(moment, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A length of time in its two largest units: `2 h 5 min`. @param {number | null | undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return t("unknown");
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}
/** The day of a moment in the fleet's time zone, as `2026-05-31`. @param {number | Date} moment */
export const day = (moment) => new Intl.DateTimeFormat("sv-SE", { timeZone }).format(moment);
