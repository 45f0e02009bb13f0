// @ts-check
/** The page and its choices are in the address after `#`, so that each view can be shared: `#/trips?day=2026-05-31&cost_centre=North`. */

/** @returns {{ page: string, query: URLSearchParams }} */
export function place() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return { page: path, query: new URLSearchParams(query) };
}

/** @param {string} page @param {URLSearchParams | Record<string, string>} [query] */
export function link(page, query) {
  const text = new URLSearchParams(query).toString();
  return `#/${page}${text ? `?${text}` : ""}`;
}

/**
 * Changes the choices of this page without leaving it: no entry in the history.
 *
 * @param {Record<string, string | string[] | null>} changes null and empty ones are removed
 */
export function change(changes) {
  const { page, query } = place();
  for (const [key, value] of Object.entries(changes)) {
    query.delete(key);
    for (const one of [value].flat()) if (one) query.append(key, one);
  }
  history.replaceState(history.state, "", link(page, query));
  window.dispatchEvent(new Event("fleetline:choices"));
}
