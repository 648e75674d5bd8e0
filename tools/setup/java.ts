import { run, which } from '../lib/run.mjs';
import { ToolError } from '../lib/say.mjs';
import { atLeast } from './go.ts';
import { JDK, ensureProgram } from './programs.ts';

/** The oldest Java that the pinned chaincode shim supports. */
export const OLDEST_JAVA = '11';

/** The version that `javac -version` prints, such as 17.0.15. */
export function parseJavac(text: string): string | undefined {
  return /^javac (\d+(?:\.\d+)*)/m.exec(text)?.[1];
}

/**
 * Finds a Java development kit, or installs the distribution's.
 * @returns path of javac
 */
export async function ensureJdk(): Promise<string> {
  const path = which('javac');
  if (path === undefined) return ensureProgram(JDK);
  // macOS always has a javac, which without a JDK only prints a hint.
  const { stdout, stderr } = await run(path, ['-version'], { output: 'capture' });
  if (atLeast(parseJavac(`${stdout}\n${stderr}`) ?? '0', OLDEST_JAVA)) return path;
  throw new ToolError(
    `${path} does not belong to a Java development kit ${OLDEST_JAVA} or newer (${JDK.purpose}).`,
    process.platform === 'darwin'
      ? 'Install one and start again: brew install openjdk@17 && export PATH="$(brew --prefix openjdk@17)/bin:$PATH"'
      : `Install one, put it first in PATH, and start again: sudo apt-get install -y ${JDK.apt.join(' ')}`,
  );
}
