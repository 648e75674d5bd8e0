import { effect, signal, untracked, type Signal } from '@angular/core';
import { Attempt } from '../../core/api/attempt';

/** A guide for other programs, read again whenever its key changes. Create it in a component's constructor. */
export class GuideReader<Key, Guide> {
  readonly #key: Signal<Key | null>;
  readonly #ask: (key: Key) => Promise<Guide>;
  readonly guide = signal<Guide | null>(null);
  readonly attempt = new Attempt();

  constructor(key: Signal<Key | null>, ask: (key: Key) => Promise<Guide>) {
    this.#key = key;
    this.#ask = ask;
    effect(() => {
      key();
      untracked(() => void this.read());
    });
  }

  async read(): Promise<void> {
    const key = this.#key();
    // What was shown belongs to another choice.
    this.guide.set(null);
    if (key === null) return;
    await this.attempt.run(async () => {
      const guide = await this.#ask(key);
      // A slow answer must not replace what was chosen after it.
      if (this.#key() === key) this.guide.set(guide);
    });
  }

  /** Hands over what belongs to the guide, such as its archive. */
  async use(work: (key: Key) => Promise<void>): Promise<void> {
    const key = this.#key();
    if (key !== null) await this.attempt.run(() => work(key));
  }
}
