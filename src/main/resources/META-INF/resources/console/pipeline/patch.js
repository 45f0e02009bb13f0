// @ts-check
/**
 * Makes a part of the page like a freshly made one by changing only what differs: so the focus, what is unfolded and what is marked stay where they are
 * although everything is made anew every few seconds. Listeners are not taken over: those of such a part belong to an element around it.
 */

/** @param {Element} shown @param {Element} fresh */
export function patch(shown, fresh) {
  patchAttributes(shown, fresh);
  const wanted = [...fresh.childNodes];
  wanted.forEach((node, index) => {
    const present = shown.childNodes[index];
    if (!present) shown.append(node);
    else if (!isAlike(present, node)) present.replaceWith(node);
    else if (present instanceof Element) patch(present, /** @type {Element} */ (node));
    else if (present.textContent !== node.textContent) present.textContent = node.textContent;
  });
  while (shown.childNodes.length > wanted.length) shown.lastChild?.remove();
}

/** What has another key is another thing. @param {Node} a @param {Node} b */
function isAlike(a, b) {
  return a.nodeName === b.nodeName && (!(a instanceof HTMLElement) || a.dataset.key === /** @type {HTMLElement} */ (b).dataset.key);
}

/** What the reader has unfolded stays so. @param {Element} shown @param {Element} fresh */
function patchAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
}
