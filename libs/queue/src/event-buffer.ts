import type { OperationEvent, StepState } from '@heddle/contracts';
import type { Reporter } from './define-operation';

/** An event before the database assigns its sequence and the operation's state. */
export type PendingEvent = Pick<OperationEvent, 'at' | 'level' | 'step' | 'message' | 'stepState' | 'progress'>;

const FLUSH_AFTER_MS = 100;
const FLUSH_AT = 400;
/** Maximum number of characters of raw output in one event. */
const MAX_LOG_TEXT = 16_384;

interface Position {
  step: string | null;
  stepState: StepState | null;
  progress: number;
}

interface EventBufferOptions {
  /** Current position of the operation; `fraction` is the finished part of the running step. */
  position: (fraction: number | null) => Position;
  /** Writes pending events; called at most every 100 ms. */
  flush: () => void;
}

/** Collects events, so that a build with much output costs one transaction every 100 ms instead of one per line. */
export class EventBuffer implements Reporter {
  readonly #options: EventBufferOptions;
  #events: PendingEvent[] = [];
  #lines: string[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(options: EventBufferOptions) {
    this.#options = options;
  }

  debug(message: string): void {
    this.#add('debug', message);
  }
  info(message: string): void {
    this.#add('info', message);
  }
  warn(message: string): void {
    this.#add('warn', message);
  }
  error(message: string): void {
    this.#add('error', message);
  }

  progress(done: number, of: number, message: string): void {
    this.#add('info', message, of > 0 ? done / of : 0);
  }

  log(lines: string | readonly string[]): void {
    this.#lines.push(...(typeof lines === 'string' ? lines.split('\n') : lines));
    this.#schedule();
  }

  /** Assigns the raw output so far to the running step; called before the next step starts. */
  settle(): void {
    this.#joinLines();
  }

  /** All pending events in order; the buffer is empty afterwards. */
  drain(): PendingEvent[] {
    this.#joinLines();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #add(level: PendingEvent['level'], message: string, fraction: number | null = null): void {
    this.#joinLines();
    this.#push(level, message, fraction);
    this.#schedule();
  }

  #push(level: PendingEvent['level'], message: string, fraction: number | null): void {
    this.#events.push({ at: new Date().toISOString(), level, message, ...this.#options.position(fraction) });
  }

  #joinLines(): void {
    const text = this.#lines.join('\n').trimEnd();
    this.#lines = [];
    for (let from = 0; from < text.length; from += MAX_LOG_TEXT) {
      this.#push('debug', text.slice(from, from + MAX_LOG_TEXT), null);
    }
  }

  #schedule(): void {
    const full = this.#events.length + this.#lines.length >= FLUSH_AT;
    if (this.#timer !== null && !full) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#options.flush, full ? 0 : FLUSH_AFTER_MS);
  }
}
