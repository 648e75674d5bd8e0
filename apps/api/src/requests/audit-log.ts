import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { NewAudit } from '@heddle/data';
import { Resources } from '../resources';

const FLUSH_MS = 250;

/** Who did what, when, from where, and with which outcome. */
@Injectable()
export class AuditLog implements BeforeApplicationShutdown {
  #waiting: NewAudit[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();

  constructor(private readonly resources: Resources) {}

  /** The row is stored when it returns. */
  async record(entry: NewAudit): Promise<void> {
    await this.resources.database.transaction(({ audit }) => audit.record(entry));
  }

  /** Stores the row within a moment, many rows in one write, for calls with a high rate. */
  note(entry: NewAudit): void {
    this.#waiting.push({ at: new Date().toISOString(), ...entry });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flushing = this.#flush();
    }, FLUSH_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#flushing;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0) return;
    try {
      await this.resources.database.transaction(({ audit }) => audit.record(...rows));
    } catch (error) {
      this.resources.log.error({ err: error, rows: rows.length }, 'audit rows could not be stored');
    }
  }
}
