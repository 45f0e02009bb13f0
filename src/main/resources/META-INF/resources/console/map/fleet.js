// @ts-check
/**
 * What is known of every vehicle, in columns: a slot is a vehicle. Drawing reads the columns; nothing here draws.
 *
 * A vehicle glides from where it is drawn to its newest fix, for a little longer than the time between its last two fixes: so it is drawn about
 * one report behind, moves at its own pace, never beyond what is known, and never back to an older fix.
 */
import { project } from "./mercator.js";
import { STATUSES } from "./binary.js";

/** A gap longer than this, or a jump further than this, is not drawn as a drive. */
const LONGEST_GLIDE_S = 120, LONGEST_GLIDE_M = 5_000;
/** The next fix is rarely exactly on time. */
const SLACK = 1.15;

/** @typedef {import("./binary.js").Position} Position */

export class Fleet {
  count = 0;
  capacity = 0;
  /** Columns; times in milliseconds of the steady clock. @type {Float64Array} */ fromX = new Float64Array(0);
  fromY = this.fromX; toX = this.fromX; toY = this.fromX; startMs = this.fromX; endMs = this.fromX; gpsS = this.fromX;
  /** @type {Float32Array} */ turnFrom = new Float32Array(0);
  turnTo = this.turnFrom; speed = this.turnFrom; odometer = this.turnFrom;
  /** @type {Uint8Array} */ status = new Uint8Array(0);
  ignition = this.status;
  /** Which snapshot mentioned it last. @type {Uint32Array} */ seen = new Uint32Array(0);
  /** What a vehicle has besides. @type {any[]} */ names = [];
  /** @type {Map<string, number>} */ slots = new Map();
  /** Numbers of the binary frames of this connection. @type {Map<number, string>} */ imeis = new Map();
  /** Until when something moves. */ busyUntilMs = 0;
  /** Slots that have changed since they were last drawn from. @type {Set<number>} */ changed = new Set();
  /** Grows with each change of which vehicles there are, or of a status. */ revision = 0;
  #snapshot = 0;

  /** @param {any[]} vehicles of a dictionary */
  learnNames(vehicles) {
    for (const vehicle of vehicles) {
      this.imeis.set(vehicle.vehicle, vehicle.imei);
      const slot = this.slots.get(vehicle.imei);
      if (slot === undefined) this.#pending.set(vehicle.imei, vehicle);
      else this.names[slot] = vehicle;
    }
    this.revision++;
  }

  /** Named, but not yet seen. @type {Map<string, any>} */
  #pending = new Map();

  /** @param {import("./binary.js").Frame} frame @param {number} nowMs */
  take(frame, nowMs) {
    if (frame.isSnapshot && frame.page === 1) this.#snapshot++;
    for (const position of frame.positions) {
      const imei = this.imeis.get(position.number);
      if (imei) this.#put(imei, position, nowMs);
    }
    if (frame.isSnapshot && frame.isLast) this.#forgetUnseen();
  }

  /** The whole map, as the read-API answers it. @param {any[]} features @param {number} nowMs */
  takeMap(features, nowMs) {
    this.#snapshot++;
    for (const { properties, geometry } of features) {
      if (!geometry) continue;
      const slot = this.slots.get(properties.imei);
      if (slot === undefined) this.#pending.set(properties.imei, properties);
      else this.names[slot] = properties;
      this.#put(properties.imei, {
        number: 0, lng: geometry.coordinates[0], lat: geometry.coordinates[1], speed_kmh: properties.speed, direction: properties.direction,
        gps_s: Math.floor(Date.parse(properties.gps_time) / 1000), odometer_km: properties.odometer_km, status: STATUSES.indexOf(properties.status),
        ignition: properties.acc_status === null ? 0 : properties.acc_status ? 2 : 1,
      }, nowMs);
    }
    this.#forgetUnseen();
    this.revision++;
  }

  /** @param {string} imei @param {Position} position @param {number} nowMs */
  #put(imei, position, nowMs) {
    const known = this.slots.get(imei);
    const slot = known ?? this.#add(imei);
    this.seen[slot] = this.#snapshot;
    if (known !== undefined && position.gps_s < this.gpsS[slot]) return;
    this.#move(slot, position, nowMs, known === undefined);
    if (known === undefined || this.status[slot] !== position.status) this.revision++;
    this.status[slot] = position.status;
    this.ignition[slot] = position.ignition;
    this.speed[slot] = position.speed_kmh ?? NaN;
    this.odometer[slot] = position.odometer_km ?? NaN;
    this.gpsS[slot] = position.gps_s;
    this.changed.add(slot);
  }

  /** @param {number} slot @param {Position} position @param {number} nowMs @param {boolean} isNew */
  #move(slot, position, nowMs, isNew) {
    const [x, y] = project(position.lng, position.lat);
    const [nowX, nowY] = isNew ? [x, y] : this.at(slot, nowMs);
    const distanceM = Math.hypot(x - nowX, y - nowY), gapS = position.gps_s - this.gpsS[slot];
    const isGlide = !isNew && gapS > 0 && gapS <= LONGEST_GLIDE_S && distanceM > 0 && distanceM <= LONGEST_GLIDE_M;
    const turn = position.direction ?? (distanceM > 1 && isGlide ? (Math.atan2(x - nowX, y - nowY) * 180 / Math.PI + 360) % 360 : this.turnTo[slot]);
    this.turnFrom[slot] = isNew ? turn : nearest(this.turnAt(slot, nowMs), turn);
    this.turnTo[slot] = turn;
    this.fromX[slot] = isGlide ? nowX : x;
    this.fromY[slot] = isGlide ? nowY : y;
    this.toX[slot] = x;
    this.toY[slot] = y;
    this.startMs[slot] = nowMs;
    this.endMs[slot] = nowMs + (isGlide ? gapS * 1000 * SLACK : 0);
    this.busyUntilMs = Math.max(this.busyUntilMs, this.endMs[slot], nowMs + 1_000);
  }

  /** Where a vehicle is drawn. @param {number} slot @param {number} nowMs @returns {[number, number]} */
  at(slot, nowMs) {
    const share = this.#share(slot, nowMs);
    return [this.fromX[slot] + (this.toX[slot] - this.fromX[slot]) * share, this.fromY[slot] + (this.toY[slot] - this.fromY[slot]) * share];
  }

  /** Where its newest fix is. @param {number} slot @returns {[number, number]} */
  newest(slot) {
    return [this.toX[slot], this.toY[slot]];
  }

  /** In degrees. It turns within a second. @param {number} slot @param {number} nowMs */
  turnAt(slot, nowMs) {
    const share = Math.min(1, Math.max(0, (nowMs - this.startMs[slot]) / 1_000));
    return this.turnFrom[slot] + (this.turnTo[slot] - this.turnFrom[slot]) * share;
  }

  /** @param {number} slot @param {number} nowMs */
  #share(slot, nowMs) {
    const lengthMs = this.endMs[slot] - this.startMs[slot];
    return lengthMs <= 0 ? 1 : Math.min(1, Math.max(0, (nowMs - this.startMs[slot]) / lengthMs));
  }

  /** @param {string} imei */
  #add(imei) {
    if (this.count === this.capacity) this.#grow();
    const slot = this.count++;
    this.slots.set(imei, slot);
    this.names[slot] = this.#pending.get(imei) ?? { imei };
    this.#pending.delete(imei);
    this.gpsS[slot] = 0;
    return slot;
  }

  /** @param {string[]} imeis */
  remove(imeis) {
    for (const imei of imeis) {
      const slot = this.slots.get(imei);
      if (slot === undefined) continue;
      this.#pending.set(imei, this.names[slot]);
      this.slots.delete(imei);
      const last = --this.count;
      if (slot !== last) this.#replace(slot, last);
      this.names.length = this.count;
      this.revision++;
    }
  }

  /** @param {number} slot @param {number} last which is moved there */
  #replace(slot, last) {
    for (const column of this.#columns()) column[slot] = column[last];
    this.names[slot] = this.names[last];
    this.slots.set(this.names[slot].imei, slot);
    this.changed.add(slot);
  }

  #forgetUnseen() {
    this.remove(this.names.filter((_, slot) => this.seen[slot] !== this.#snapshot).map((vehicle) => vehicle.imei));
  }

  /** @returns {any[]} */
  #columns() {
    return [this.fromX, this.fromY, this.toX, this.toY, this.startMs, this.endMs, this.gpsS, this.turnFrom, this.turnTo, this.speed, this.odometer, this.status, this.ignition, this.seen];
  }

  #grow() {
    this.capacity = Math.max(256, this.capacity * 2);
    const [fromX, fromY, toX, toY, startMs, endMs, gpsS, turnFrom, turnTo, speed, odometer, status, ignition, seen] = this.#columns().map((column) => {
      const longer = new column.constructor(this.capacity);
      longer.set(column);
      return longer;
    });
    Object.assign(this, { fromX, fromY, toX, toY, startMs, endMs, gpsS, turnFrom, turnTo, speed, odometer, status, ignition, seen });
  }
}

/** The direction that is the same as the first, and nearest to the second: so a turn from 359 to 1 is one of 2 degrees. @param {number} from @param {number} to */
const nearest = (from, to) => to + ((((from - to) % 360) + 540) % 360) - 180;
