import { signal } from '@angular/core';
import { type ApiError, toApiError } from '@heddle/client';

/** Work that the server may refuse: under way, done, or refused with the reason for a panel to show. */
export class Attempt {
  readonly busy = signal(false);
  /** Why the last one failed. */
  readonly error = signal<ApiError | null>(null);

  async run(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.error.set(null);
    try {
      await work();
    } catch (cause) {
      this.error.set(toApiError(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
