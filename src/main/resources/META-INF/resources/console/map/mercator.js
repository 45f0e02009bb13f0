// @ts-check
/** Web Mercator, in metres, as maps and tiles use it. */
const RADIUS_M = 6378137;
const HIGHEST_LATITUDE = 85.0511;

/** @param {number} lng @param {number} lat in degrees @returns {[number, number]} */
export function project(lng, lat) {
  const bounded = Math.max(-HIGHEST_LATITUDE, Math.min(HIGHEST_LATITUDE, lat));
  return [RADIUS_M * lng * Math.PI / 180, RADIUS_M * Math.log(Math.tan(Math.PI / 4 + bounded * Math.PI / 360))];
}

/** How many metres of the map a metre on the ground is there. @param {number} y in metres of the map */
export const stretch = (y) => Math.cosh(y / RADIUS_M);
