// @ts-check
/** The service's time, kept by a clock that nobody sets: the browser's own may be wrong by hours. */
let servedAtMs = Date.now();
let heardAtMs = performance.now();

/** @param {number} timeMs of the service, since 1970 */
export function heardServiceTime(timeMs) {
  servedAtMs = timeMs;
  heardAtMs = performance.now();
}

/** Milliseconds since 1970 by the service's clock. */
export const serviceNowMs = () => servedAtMs + performance.now() - heardAtMs;
