// @ts-check
/** What more than one canvas draws: the arrow of a vehicle that moves, and a plate. */

/** Adds an arrow to the path. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} size @param {number} turn in radians */
export function arrow(context, x, y, size, turn) {
  const c = Math.cos(turn) * size, s = Math.sin(turn) * size;
  for (const [right, ahead] of [[0, 0.85], [0.55, -0.6], [0, -0.3], [-0.55, -0.6]]) context.lineTo(x + right * c + ahead * s, y + right * s - ahead * c);
  context.closePath();
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {{ halo: string, ink: string }} colours */
export function plate(context, text, x, y, { halo, ink }) {
  context.font = "600 11px system-ui, 'DejaVu Sans', sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}
