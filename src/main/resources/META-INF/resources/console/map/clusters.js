// @ts-check
/** Far out, vehicles that lie on top of each other are counted: a pure function of their places. */

/** @typedef {{ centre: [number, number], count: number, moving: number }} Cluster centre in metres of the map */

/** From how many metres a pixel on, and of how many vehicles in a cell. */
const FROM_RESOLUTION = 150, CELL_PX = 64, LEAST = 6;

/**
 * @param {import("./fleet.js").Fleet} fleet @param {number} resolution metres a pixel
 * @returns {Cluster[]} the largest first
 */
export function clusters(fleet, resolution) {
  if (resolution < FROM_RESOLUTION) return [];
  const size = CELL_PX * resolution;
  /** @type {Map<string, { x: number, y: number, count: number, moving: number }>} */
  const cells = new Map();
  for (let slot = 0; slot < fleet.count; slot++) {
    const key = `${Math.floor(fleet.toX[slot] / size)} ${Math.floor(fleet.toY[slot] / size)}`;
    const cell = cells.get(key) ?? { x: 0, y: 0, count: 0, moving: 0 };
    cell.x += fleet.toX[slot];
    cell.y += fleet.toY[slot];
    cell.count++;
    if (fleet.status[slot] === 0) cell.moving++;
    cells.set(key, cell);
  }
  return merged([...cells.values()].map(({ x, y, count, moving }) => ({ centre: /** @type {[number, number]} */ ([x / count, y / count]), count, moving })), size)
      .filter(({ count }) => count >= LEAST);
}

/** A city, in metres of the map. */
const CITY_M = 60_000;

/**
 * The places to open a map with: all, if they are near each other, or else those where most of them are.
 *
 * @param {[number, number][]} places in metres of the map @returns {[number, number][]}
 */
export function densest(places) {
  const cells = Map.groupBy(places, ([x, y]) => `${Math.round(x / CITY_M)} ${Math.round(y / CITY_M)}`);
  const [first] = [...cells.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  return places.filter(([x, y]) => Math.hypot(first[0] - x, first[1] - y) < CITY_M);
}

/** Cells whose middles are nearer to each other than a cell is wide are one. @param {Cluster[]} cells @param {number} size */
function merged(cells, size) {
  /** @type {Cluster[]} */
  const result = [];
  for (const cell of cells.sort((a, b) => b.count - a.count).slice(0, 500)) {
    const near = result.find(({ centre }) => Math.hypot(centre[0] - cell.centre[0], centre[1] - cell.centre[1]) < size);
    if (!near) {
      result.push(cell);
    } else {
      const sum = near.count + cell.count;
      near.centre = [(near.centre[0] * near.count + cell.centre[0] * cell.count) / sum, (near.centre[1] * near.count + cell.centre[1] * cell.count) / sum];
      near.count = sum;
      near.moving += cell.moving;
    }
  }
  return result;
}
