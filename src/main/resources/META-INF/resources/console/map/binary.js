// @ts-check
/** Reads the binary positions of docs/live.md. */

const MAGIC = 0x464c;
const VERSION = 1;
export const STATUSES = ["moving", "idle", "parked", "offline"];

/**
 * @typedef {{ number: number, lng: number, lat: number, speed_kmh: number | null, direction: number | null, gps_s: number, odometer_km: number | null,
 *   status: number, ignition: number }} Position
 * @typedef {{ isSnapshot: boolean, isLast: boolean, page: number, timeMs: number, cursor: string, positions: Position[] }} Frame
 */

/**
 * @param {ArrayBuffer} buffer
 * @returns {Frame | null} null: of another version
 */
export function decode(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 40 || view.getUint16(0) !== MAGIC || view.getUint8(2) !== VERSION) return null;
  const count = view.getUint32(8), stride = view.getUint16(6), first = view.getUint8(4);
  if (stride < 24 || first + count * stride > buffer.byteLength) return null;
  return {
    isSnapshot: view.getUint8(3) === 1,
    isLast: view.getUint8(5) === 1,
    page: view.getUint32(12),
    timeMs: Number(view.getBigUint64(16)),
    cursor: `${view.getUint32(24).toString(16).padStart(8, "0")}.${view.getBigUint64(32)}.${view.getUint32(28)}`,
    positions: Array.from({ length: count }, (_, index) => position(view, first + index * stride)),
  };
}

/** @param {DataView} view @param {number} at @returns {Position} */
function position(view, at) {
  const flags = view.getUint8(at);
  return {
    number: view.getUint32(at) & 0xffffff,
    lng: view.getInt32(at + 4) / 1e7,
    lat: view.getInt32(at + 8) / 1e7,
    speed_kmh: known(view.getUint16(at + 12), 0xffff, 10),
    direction: known(view.getUint16(at + 14), 0xffff, 10),
    gps_s: view.getUint32(at + 16),
    odometer_km: known(view.getUint32(at + 20), 0xffffffff, 1000),
    status: flags & 3,
    ignition: (flags >> 2) & 3,
  };
}

/** @param {number} value @param {number} unknown @param {number} unit */
const known = (value, unknown, unit) => (value === unknown ? null : value / unit);
