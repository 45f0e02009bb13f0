// @ts-check
/** Canvases above a map of OpenLayers and beneath its buttons, and where a place of the map is on them. */

/** @param {Element} below @param {string} name of its class @returns {HTMLCanvasElement} */
export function above(below, name) {
  const canvas = document.createElement("canvas");
  canvas.className = `over-map ${name}`;
  canvas.setAttribute("aria-hidden", "true");
  below.after(canvas);
  return canvas;
}

/** Gives a canvas the size of the view. @param {HTMLCanvasElement} canvas @param {import("./webgl-vehicles.js").View} view */
export function fit(canvas, { size: [width, height], ratio }) {
  const wide = Math.round(width * ratio), high = Math.round(height * ratio);
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
}

/** @param {import("./webgl-vehicles.js").View} view @param {[number, number]} place in metres of the map @returns {[number, number]} in pixels of the page */
export function pixel(view, [x, y]) {
  return [view.size[0] / 2 + (x - view.centre[0]) / view.resolution, view.size[1] / 2 - (y - view.centre[1]) / view.resolution];
}
