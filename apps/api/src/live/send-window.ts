const MOST_PACKETS = 256;
const MOST_BYTES = 4 * 1_048_576;

/** Limits of what may wait in memory for a slow client. Everything else waits where it can be read again. */
export class SendWindow {
  #packets = 0;
  #bytes = 0;

  writable(): boolean {
    return this.#packets < MOST_PACKETS && this.#bytes < MOST_BYTES;
  }

  /** @param bytes size of a packet that may be large */
  sent(bytes = 0): void {
    this.#packets += 1;
    this.#bytes += bytes;
  }

  /** The transport accepted everything that was sent. */
  flushed(): void {
    this.#packets = 0;
    this.#bytes = 0;
  }
}
