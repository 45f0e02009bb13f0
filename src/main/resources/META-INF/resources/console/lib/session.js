// @ts-check
/** Requests to the read-API. The token is kept for the session of this tab, and goes into the header, never into an address. */

const KEPT = "fleetline.token";

/** A request that was answered with a problem, or not at all. */
export class Problem extends Error {
  /** @param {number} status 0: there was no answer @param {string} detail @param {number} [retryAfterS] */
  constructor(status, detail, retryAfterS) {
    super(detail);
    this.status = status;
    this.retryAfterS = retryAfterS;
  }
}

/** @type {() => Promise<string>} asks the reader for a token */
let askForToken = async () => "";
/** @type {Promise<string> | null} so that ten requests ask once */
let asking = null;

/** @param {() => Promise<string>} ask */
export function onTokenNeeded(ask) {
  askForToken = ask;
}

export const token = () => sessionStorage.getItem(KEPT);

export function forgetToken() {
  sessionStorage.removeItem(KEPT);
}

/** Asks for another token; requests that wait for one share the answer. @returns {Promise<string>} */
export function renewToken() {
  asking ??= askForToken().then((given) => {
    sessionStorage.setItem(KEPT, given);
    window.dispatchEvent(new Event("fleetline:token"));
    return given;
  }).finally(() => { asking = null; });
  return asking;
}

/** @param {string} path @param {Record<string, any> | URLSearchParams} [query] values that are lists are repeated, empty ones left out */
export function address(path, query = {}) {
  const url = new URL(path.replace(/^\//, ""), document.baseURI.replace(/[?#].*/, ""));
  const entries = query instanceof URLSearchParams ? [...query] : Object.entries(query).flatMap(([key, value]) => [value].flat().map((one) => [key, one]));
  for (const [key, value] of entries) if (value !== null && value !== undefined && value !== "") url.searchParams.append(key, String(value));
  return url;
}

/**
 * The answer to a GET request. With 401 it asks for a token and tries again.
 *
 * @param {string} path @param {Record<string, any> | URLSearchParams} [query]
 * @param {{ signal?: AbortSignal, accept?: string, headers?: Record<string, string> }} [options]
 * @returns {Promise<Response>} of a status below 400
 */
export async function request(path, query = {}, { signal, accept = "application/json", headers = {} } = {}) {
  for (;;) {
    const sent = token();
    const answer = await send(address(path, query), { signal, headers: { Accept: accept, ...headers, ...(sent ? { Authorization: `Bearer ${sent}` } : {}) } });
    if (answer.status === 401) {
      // Another request may have been given a new one meanwhile.
      if (token() === sent) await renewToken();
    } else if (answer.ok || answer.status === 304) {
      return answer;
    } else {
      throw await problem(answer);
    }
  }
}

/** @param {string} path @param {Record<string, any> | URLSearchParams} [query] @param {{ signal?: AbortSignal }} [options] @returns {Promise<any>} */
export async function json(path, query, options) {
  return (await request(path, query, options)).json();
}

/** Saves an answer as a file. @param {string} path @param {Record<string, any>} query @param {string} name of the file */
export async function download(path, query, name) {
  const answer = await request(path, query, { accept: "*/*" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {URL} url @param {RequestInit} options */
async function send(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Problem(0, "");
  }
}

/** @param {Response} answer */
async function problem(answer) {
  const body = await answer.json().catch(() => ({}));
  return new Problem(answer.status, body.detail ?? answer.statusText, Number(answer.headers.get("Retry-After")) || undefined);
}
