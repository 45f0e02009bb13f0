// @ts-check
/** A question whose answer is wanted only until it is asked again. */
export class Latest {
  #current = new AbortController();

  /** Ends the one before. @returns {AbortSignal} of the new one */
  next() {
    this.end();
    this.#current = new AbortController();
    return this.#current.signal;
  }

  end() {
    this.#current.abort();
  }
}
