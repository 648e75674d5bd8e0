import type { PassedBound } from '@heddle/runtime';
import type { BuildBounds } from '../sandbox/chaincode-sandbox';

interface Sign {
  /** What a program prints when the kernel denies it a resource. */
  readonly pattern: RegExp;
  readonly passed: (bounds: BuildBounds) => PassedBound;
}

const SIGNS: readonly Sign[] = [
  {
    pattern: /EFBIG|file too large|File size limit exceeded/i,
    passed: ({ fileMib }) => ({ bound: `${fileMib} MiB for a file`, setting: 'HEDDLE_BUILD_FILE_MIB' }),
  },
  {
    pattern:
      /spawn \S* ?EAGAIN|fork.*Resource temporarily unavailable|Cannot fork|native thread|pthread_create failed/i,
    passed: ({ processes }) => ({
      bound: `${processes} processes and threads`,
      setting: 'HEDDLE_BUILD_PROCESSES',
    }),
  },
  {
    // Excludes the heap limits of V8 and the JVM themselves.
    pattern:
      /(?<!heap )out of memory|Array buffer allocation failed|Failed to allocate memory|ENOMEM|cannot allocate memory|insufficient memory|Fatal process OOM/i,
    passed: ({ memoryMib }) => ({ bound: `${memoryMib} MiB of memory`, setting: 'HEDDLE_BUILD_MEMORY_MIB' }),
  },
];

/** Exit codes of a shell for a program that was killed by SIGXFSZ. */
const TOO_LARGE = 128 + 25;

/** The process limit that a tool exceeded, derived from its output; undefined if it failed for another reason. */
export function processBound(
  { exitCode, lines }: { readonly exitCode: number | null; readonly lines: readonly string[] },
  bounds: BuildBounds,
): PassedBound | undefined {
  const said = exitCode === TOO_LARGE ? ['File size limit exceeded', ...lines] : lines;
  return SIGNS.find(({ pattern }) => said.some((line) => pattern.test(line)))?.passed(bounds);
}
