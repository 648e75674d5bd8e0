import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fromRoot } from '../lib/root.mjs';
import { mustRun } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { cacheFolder } from './cache.ts';
import { pythonWorks } from './checks.ts';
import { PYTHON, ensureProgram } from './programs.ts';
import { ensureWorking } from './working.ts';

const REQUIREMENTS = fromRoot('tools', 'fuzz', 'requirements.txt');

/**
 * The environment of the pinned packages: another one for other pins and for another Python.
 * @param requirements the content of the requirements file
 * @param version what `python3 --version` prints
 */
export function environmentName(requirements: string, version: string) {
  const pin = createHash('sha256').update(requirements).update(version.trim()).digest('hex').slice(0, 12);
  return `schemathesis-${pin}`;
}

/**
 * Installs schemathesis in a virtual environment of the cache. Every package is checked against the hashes of
 * tools/fuzz/requirements.txt, and none is built here.
 * @returns path of the schemathesis program
 */
export async function ensureSchemathesis(): Promise<string> {
  const python = await ensureProgram(PYTHON);
  await ensureWorking({ name: PYTHON.title, paths: [python], packages: [PYTHON], check: pythonWorks(python) });
  const version = await mustRun(python, ['--version'], { remedy: 'Its own lines say why.' });
  const folder = join(cacheFolder(), environmentName(readFileSync(REQUIREMENTS, 'utf8'), version));
  // Written last: an environment without it was interrupted.
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    say(`Set-up: installing schemathesis (the tests send the API what its OpenAPI document allows and forbids)`);
    await install(python, folder);
    writeFileSync(complete, '');
  }
  return join(folder, 'bin', 'schemathesis');
}

async function install(python: string, folder: string) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  await mustRun(python, ['-m', 'venv', folder], { remedy: 'Its own lines say why.' });
  const pins = ['--require-hashes', '--only-binary', ':all:', '--requirement', REQUIREMENTS];
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  await mustRun(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...quiet, ...pins], {
    remedy: 'Check that the Python package index is reachable (pip config list).',
  });
}
