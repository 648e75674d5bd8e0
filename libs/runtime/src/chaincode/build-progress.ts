import type { Language } from '@heddle/contracts';
import type { RuntimeProgress } from '../driver';
import { PHASE_SECONDS, type BuildPhase } from './build-phases';
import { titleOf, type ToolCommand } from './language-builder';

/** Reports closer together than this share of the build are left out. */
const SMALLEST_STEP = 0.03;

interface Part {
  readonly title: string;
  /** Shares of the whole build. */
  readonly start: number;
  readonly share: number;
  readonly command: ToolCommand | undefined;
}

export interface BuildProgressOptions {
  readonly language: Language;
  readonly commands: readonly ToolCommand[];
  readonly report?: ((progress: RuntimeProgress) => void) | undefined;
}

/**
 * How far a build is, by the command that runs and by what this command says of itself. Whatever its tools print, the
 * progress never falls and stays below 1: the build ends when its output is in place, and who waits for it sees that.
 */
export class BuildProgress {
  readonly #parts: readonly Part[];
  readonly #report: (progress: RuntimeProgress) => void;
  #current = -1;
  #reported = -1;

  constructor({ language, commands, report = () => undefined }: BuildProgressOptions) {
    this.#report = report;
    this.#parts = partsOf(language, commands);
  }

  /** 0 to 1, as reported last. */
  get done(): number {
    return Math.max(0, this.#reported);
  }

  /** The command with this index runs; those before it have ended. */
  begin(index: number): void {
    if (index <= this.#current) return;
    this.#current = Math.min(index, this.#parts.length - 1);
    this.#publish(0, { always: true });
  }

  /** All commands have ended; what they made is checked and kept. */
  collect(): void {
    this.begin(this.#parts.length - 1);
  }

  /** Finds the next command in the output of a script that runs all of them; see {@link markerOf}. */
  follow(line: string): void {
    const next = this.#parts[this.#current + 1]?.command;
    if (next !== undefined && line === markerOf(next)) this.begin(this.#current + 1);
  }

  /** A line of the running command. @returns whether the line is there for its progress alone */
  take(line: string): boolean {
    const done = this.#parts[this.#current]?.command?.progress?.doneBy(line);
    if (done === undefined) return false;
    this.#publish(Math.min(1, Math.max(0, done)), { always: false });
    return this.#parts[this.#current]?.command?.progress?.apart === true;
  }

  #publish(fraction: number, { always }: { readonly always: boolean }): void {
    const part = this.#parts[this.#current];
    if (part === undefined) return;
    const done = Math.max(part.start + part.share * fraction, this.#reported);
    if (!always && done < this.#reported + SMALLEST_STEP) return;
    this.#reported = done;
    const said = fraction === 0 ? '' : `, ${String(Math.floor(fraction * 100))}%`;
    const message = `Build, ${String(this.#current + 1)} of ${String(this.#parts.length)}: ${part.title}${said}`;
    this.#report({ done, of: 1, message });
  }
}

/** The line that a script prints before it runs a command. */
export const markerOf = (command: ToolCommand): string => `$ ${titleOf(command)}`;

function partsOf(language: Language, commands: readonly ToolCommand[]): Part[] {
  const seconds = (phase: BuildPhase): number => PHASE_SECONDS[language][phase];
  const planned = [
    ...commands.map((command) => ({ title: titleOf(command), seconds: seconds(command.phase), command })),
    { title: 'keeping the output', seconds: seconds('collect'), command: undefined },
  ];
  const whole = planned.reduce((sum, part) => sum + part.seconds, 0);
  let before = 0;
  return planned.map((part) => {
    const start = before / whole;
    before += part.seconds;
    return { title: part.title, start, share: part.seconds / whole, command: part.command };
  });
}
