import type { ToolProgress } from './language-builder';

/** `go list -f` with it prints how many packages a program is made of, itself apart. */
export const PACKAGE_COUNT = 'heddle: {{len .Deps}} packages';

const COUNT = /^heddle: (\d{1,6}) packages$/;
/** An import path, as `go build -v` prints it; the compiler's errors have spaces. */
const IMPORT_PATH = /^[^\s:"$#]+$/;

/** How many of a program's packages are compiled; those that the build cache has are never named. */
export class CompiledPackages {
  readonly #compiled = new Set<string>();
  #all = 0;

  /** Of the command that counts them. */
  readonly counted: ToolProgress = {
    apart: true,
    doneBy: (line) => {
      const count = COUNT.exec(line)?.[1];
      if (count === undefined) return undefined;
      this.#all = Number(count) + 1;
      return 1;
    },
  };

  /** Of the command that compiles them. */
  readonly compiled: ToolProgress = {
    apart: true,
    doneBy: (line) => {
      if (this.#all === 0 || !IMPORT_PATH.test(line)) return undefined;
      this.#compiled.add(line);
      return Math.min(1, this.#compiled.size / this.#all);
    },
  };
}
