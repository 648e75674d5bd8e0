import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ToolError, say } from '../lib/say.mjs';
import { cacheFolder } from './cache.ts';
import { howToInstall, installProgram, machine, type Program } from './programs.ts';

/** The programs found for a need, and the check that they work. */
export interface Checked {
  readonly name: string;
  /** The programs. */
  readonly paths: readonly string[];
  /** The packages that contain them. */
  readonly packages: readonly Program[];
  /** Uses them as Heddle does, in an empty folder; fails with a ToolError. */
  readonly check: (folder: string) => Promise<void>;
}

/**
 * A program that exists may not work: a part of it may be in a package that is missing. A successful check is
 * remembered until one of the files changes. After a failed check, all packages are installed if no prompt is needed.
 * @param stamps folder
 */
export async function ensureWorking(
  { name, paths, packages, check }: Checked,
  stamps: string = join(cacheFolder(), 'working'),
) {
  const stamp = join(stamps, name);
  const known = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(paths);
  if (known()) return;
  const failure = await failureOf(check);
  if (failure !== undefined) await installWhole({ name, packages, check }, failure);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint(paths));
}

async function installWhole({ name, packages, check }: Omit<Checked, 'paths'>, failure: ToolError) {
  const here = await machine();
  for (const program of packages) {
    const installation = howToInstall(program, here);
    if (installation.kind === 'ask') throw broken(name, failure, installation.command);
    say(`Set-up: ${program.title} does not work: installing all of it: ${installation.command.join(' ')}`);
    await installProgram(program, installation.command);
  }
  const still = await failureOf(check);
  if (still !== undefined) throw broken(name, still, 'the packages that its output above names');
}

async function failureOf(check: Checked['check']): Promise<ToolError | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'heddle-check-'));
  try {
    await check(folder);
    return undefined;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function broken(name: string, cause: ToolError, command: string) {
  return new ToolError(`${name} is installed and does not work: ${cause.message}`, `Install it whole: ${command}`);
}

/** Changes when one of the files changes. Files on another machine that shares the cache are different. */
function fingerprint(paths: readonly string[]) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = realpathSync(path);
    const { size, mtimeMs, ctimeMs, ino } = statSync(file);
    hash.update(JSON.stringify([file, size, mtimeMs, ctimeMs, ino]));
  }
  return hash.digest('hex');
}
