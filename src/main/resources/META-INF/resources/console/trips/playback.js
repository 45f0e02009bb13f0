// @ts-check
/** The clock of the playback: the time shown, and how fast it goes. The steady clock is passed in. */

export class Playback {
  fromMs = 0;
  toMs = 0;
  timeMs = 0;
  speed = 30;
  isPlaying = false;
  /** The time, or whether it plays, is another. */
  onChange = () => {};
  #frame = 0;
  #beforeMs = 0;

  /** @param {number} fromMs @param {number} toMs @param {number} [timeMs] */
  range(fromMs, toMs, timeMs = fromMs) {
    this.pause();
    [this.fromMs, this.toMs] = [fromMs, toMs];
    this.seek(timeMs);
  }

  /** @param {number} timeMs */
  seek(timeMs) {
    this.timeMs = Math.max(this.fromMs, Math.min(this.toMs, timeMs));
    this.onChange();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (this.toMs <= this.fromMs) return;
    if (this.timeMs >= this.toMs) this.timeMs = this.fromMs;
    this.isPlaying = true;
    this.#beforeMs = performance.now();
    this.#frame ||= requestAnimationFrame(this.#loop);
    this.onChange();
  }

  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.onChange();
  }

  #loop = () => {
    this.#frame = 0;
    this.advance(performance.now());
    if (this.isPlaying) this.#frame = requestAnimationFrame(this.#loop);
  };

  /** @param {number} nowMs of the steady clock */
  advance(nowMs) {
    // A tab that slept goes on where it was, it does not jump.
    const passedMs = Math.min(1_000, nowMs - this.#beforeMs);
    this.#beforeMs = nowMs;
    this.timeMs = Math.min(this.toMs, this.timeMs + passedMs * this.speed);
    if (this.timeMs >= this.toMs) this.pause();
    else this.onChange();
  }
}
