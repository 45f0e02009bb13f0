// @ts-check
/** The four questions of `/analytics`, asked at once: one that fails does not stop the others. */
import { chosen } from "../lib/filters.js";
import { json } from "../lib/session.js";
import { period } from "./period.js";

/** The list of each answer that comes in pages. */
export const PAGED = /** @type {const} */ ({ "fleet-summary": "by_vehicle", utilisation: "by_vehicle", "driver-behaviour": "by_driver", fuel: "by_vehicle" });
export const QUESTIONS = /** @type {Question[]} */ (Object.keys(PAGED));

/** @typedef {keyof typeof PAGED} Question */
/** @typedef {{ answer?: any, error?: unknown }} Result an answer of docs/read-api.md, or why there is none */
/** @typedef {Record<Question, Result>} Results */
/** @typedef {Record<string, any>} Query */

/** What the address asks for. @returns {Query} */
export const wanted = () => ({ ...period(), ...chosen() });

/** @param {Query} query @param {AbortSignal} signal @returns {Promise<Results>} */
export async function askAll(query, signal) {
  const results = await Promise.all(QUESTIONS.map((question) => json(`analytics/${question}`, query, { signal }).then((answer) => ({ answer }), (error) => ({ error }))));
  return /** @type {Results} */ (Object.fromEntries(QUESTIONS.map((question, index) => [question, results[index]])));
}

/** Adds the next page of the paged list to the answer. @param {Question} question @param {Query} query @param {any} answer @param {AbortSignal} signal */
export async function askMore(question, query, answer, signal) {
  const list = PAGED[question], after = answer.next;
  const page = await json(`analytics/${question}`, { ...query, after }, { signal });
  // Two presses of the button may have asked for the same page.
  if (answer.next !== after) return;
  answer[list].push(...page[list]);
  answer.truncated = page.truncated;
  answer.next = page.next;
}
