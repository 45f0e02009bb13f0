// @ts-check
/**
 * The connection to the live feed: it subscribes, goes on by cursor after a loss, and asks for the whole map every few seconds while there is
 * no connection. What it hears goes to its listener; it keeps nothing but the cursor.
 */
import { json, renewToken, token } from "../lib/session.js";
import { heardServiceTime } from "../lib/steady.js";
import { decode } from "./binary.js";

const POLL_EVERY_MS = 5_000;
const LONGEST_WAIT_MS = 15_000;
/** The service says something every 15 s: after three of them the connection is dead, whatever the browser thinks. */
const DEAD_AFTER_MS = 45_000;

/**
 * @typedef {{ onState: (state: "connecting" | "live" | "polling" | "away") => void, onNames: (vehicles: any[]) => void, onFrame: (frame: import("./binary.js").Frame) => void,
 *   onMap: (features: any[], timeMs: number) => void, onOut: (imeis: string[]) => void, onEvent: (event: any) => void, onReset: () => void }} Listener
 */

export class Feed {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {string | undefined} */ #cursor;
  #attempts = 0;
  #ended = false;
  #heardAtMs = 0;
  #retry = 0;
  #poll = 0;
  #watch = 0;
  /** @type {any} */ #subscription = {};

  /** @param {Listener} listener */
  constructor(listener) {
    this.listener = listener;
    document.addEventListener("visibilitychange", this.#wake);
    window.addEventListener("online", this.#wake);
    window.addEventListener("fleetline:token", this.#wake);
    this.#watch = window.setInterval(() => this.#check(), 5_000);
  }

  /** Replaces the subscription. @param {{ filters: Record<string, string[]> }} subscription */
  subscribe(subscription) {
    this.#subscription = subscription;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#send();
    else if (!this.#socket) this.#connect();
  }

  /** As if the network had lost the connection. */
  drop() {
    this.#socket?.close();
  }

  end() {
    this.#ended = true;
    document.removeEventListener("visibilitychange", this.#wake);
    window.removeEventListener("online", this.#wake);
    window.removeEventListener("fleetline:token", this.#wake);
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    clearTimeout(this.#poll);
    this.#socket?.close();
  }

  #connect() {
    if (this.#ended) return;
    if (this.#attempts === 0) this.listener.onState("connecting");
    const url = new URL("live", document.baseURI.replace(/[?#].*/, ""));
    url.protocol = url.protocol.replace("http", "ws");
    const known = token();
    const socket = new WebSocket(url, known ? ["fleetline", `bearer.${known}`] : ["fleetline"]);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => { this.#heard(); this.#send(); };
    socket.onmessage = ({ data }) => { this.#heard(); typeof data === "string" ? this.#message(JSON.parse(data)) : this.#binary(data); };
    socket.onclose = () => this.#lost();
    this.#socket = socket;
  }

  #send() {
    this.#socket?.send(JSON.stringify({ type: "subscribe", positions: "binary", kinds: ["position", "alarm", "trip"], cursor: this.#cursor, ...this.#subscription }));
  }

  #heard() {
    this.#heardAtMs = performance.now();
  }

  /** @param {ArrayBuffer} data */
  #binary(data) {
    const frame = decode(data);
    if (!frame) return;
    this.#live();
    heardServiceTime(frame.timeMs);
    this.#cursor = frame.cursor;
    this.listener.onFrame(frame);
  }

  /** @param {any} message */
  #message(message) {
    if (message.type === "dictionary") this.listener.onNames(message.vehicles);
    else if (message.type === "change") message.changes.forEach((/** @type {any} */ change) => this.listener.onEvent(change));
    else if (message.type === "out") this.listener.onOut(message.imeis);
    else if (message.type === "reset") this.listener.onReset();
    else if (message.type === "tick") this.#live();
    if (message.type !== "hello" && message.cursor) this.#cursor = message.cursor;
  }

  #live() {
    if (this.#attempts === 0 && this.#poll === 0 && this.#isLive) return;
    this.#isLive = true;
    this.#attempts = 0;
    clearTimeout(this.#poll);
    this.#poll = 0;
    this.listener.onState("live");
  }

  #isLive = false;

  #lost() {
    this.#socket = null;
    if (this.#ended) return;
    this.#isLive = false;
    this.#attempts++;
    // Later ones change nothing: whether the questions meanwhile are answered says how it stands.
    if (this.#attempts === 1) this.listener.onState("polling");
    const waitMs = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(this.#attempts, 6)) * (0.5 + Math.random() / 2);
    this.#retry = window.setTimeout(() => this.#connect(), this.#attempts === 1 ? 200 : waitMs);
    if (!this.#poll) this.#pollNow();
  }

  async #pollNow() {
    this.#poll = window.setTimeout(() => {}, 0);
    try {
      const answer = await json("webhook/live-positions", this.#subscription.filters);
      if (this.#ended || this.#isLive) return;
      const timeMs = Date.parse(answer.summary.as_of);
      heardServiceTime(timeMs);
      this.listener.onState("polling");
      this.listener.onMap(answer.geojson.features, timeMs);
    } catch {
      if (!this.#isLive) this.listener.onState("away");
    }
    if (!this.#ended && !this.#isLive) this.#poll = window.setTimeout(() => this.#pollNow(), POLL_EVERY_MS);
  }

  /** A tab that slept, a network that came back or a new token does not wait for its turn. */
  #wake = () => {
    if (document.visibilityState !== "visible" || this.#ended) return;
    this.#check();
    if (!this.#socket) {
      clearTimeout(this.#retry);
      this.#connect();
    }
  };

  #check() {
    if (this.#socket?.readyState === WebSocket.OPEN && performance.now() - this.#heardAtMs > DEAD_AFTER_MS) this.#socket.close();
  }
}
