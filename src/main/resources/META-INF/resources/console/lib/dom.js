// @ts-check
/** Elements are made here and nowhere from HTML: whatever a name contains, it stays text. */

/**
 * @param {string} name of the element, with classes after dots: `div.card`
 * @param {Record<string, any>} [properties] functions become listeners (`onclick`), everything else attributes; null, undefined and false are left out
 * @param {...any} children texts, numbers, elements, lists of them; null and false are left out
 * @returns {any}
 */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  set(element, properties);
  element.append(...flat(children));
  return element;
}

/** @param {Element} element @param {Record<string, any>} properties */
export function set(element, properties) {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (value === null || value === undefined || value === false) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
}

/** Replaces what an element contains. @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren(...flat(children));
  return element;
}

/** An icon of style/parts.css. @param {string} name */
export function icon(name) {
  return el(`span.icon.icon-${name}`, { "aria-hidden": "true" });
}

/** @param {any[]} children @returns {(Node | string)[]} */
function flat(children) {
  return children.flat(3).filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : String(child)));
}
