/** Times the parts of one run, in whole milliseconds. */
export class Stopwatch {
  #began = performance.now();
  #last = this.#began;
  /** @type {Record<string, number>} */
  #laps = {};

  /** @param {string} part name of the part that just ended */
  lap(part) {
    const now = performance.now();
    this.#laps[part] = Math.round(now - this.#last);
    this.#last = now;
  }

  /** @returns {Record<string, number>} every part, and `all` */
  stop() {
    return { ...this.#laps, all: Math.round(this.#last - this.#began) };
  }
}
