import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChaincode } from '../chaincode/build-chaincode';
import { DEFAULT_SANDBOX, type BuildBounds, type ChaincodeSandbox } from '../sandbox/chaincode-sandbox';
import { writeArchive } from './source-archive';

export interface Overrides extends Partial<Pick<ChaincodeSandbox, 'readable' | 'hidden'>> {
  readonly bounds?: Partial<BuildBounds>;
}

/** A data home for building Node.js projects whose builds attack it. */
export interface HostileBuilds {
  readonly data: string;
  readonly cacheDir: string;
  /** Output of the builds. */
  readonly lines: readonly string[];
  /** Runs a script as the build of a project. */
  build(script: string, overrides?: Overrides): Promise<void>;
  remove(): Promise<void>;
}

export async function hostileBuilds(): Promise<HostileBuilds> {
  const data = await realpath(await mkdtemp(join(tmpdir(), 'heddle-hostile-')));
  const [cacheDir, nodes] = [join(data, 'builds'), join(data, 'nodes')];
  await mkdir(nodes);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  return {
    data,
    cacheDir,
    lines,
    async build(script, { bounds = {}, ...shown } = {}) {
      const scripts = { build: 'node build.js', start: 'node index.js' };
      const manifest = { name: 'hostile', version: '1.0.0', main: 'index.js', scripts };
      const archive = await writeArchive(join(data, 'hostile.tar.gz'), {
        'package.json': JSON.stringify(manifest),
        'index.js': '',
        'build.js': script,
      });
      const sandbox = { ...DEFAULT_SANDBOX, ...shown, build: { ...DEFAULT_SANDBOX.build, ...bounds } };
      await buildChaincode({ archive, fileName: 'hostile.tar.gz', cacheDir, nodes, log, sandbox });
    },
    remove: () => rm(data, { recursive: true }),
  };
}

const OUTCOME = 'OUTCOME ';

/** A script that prints the outcome of each `attempt(name, work)`: the result, or the code of the error. */
export const attempts = (code: string): string => `
const fs = require('node:fs');
const attempt = (name, work) => {
  let outcome;
  try { outcome = String(work()); } catch (error) { outcome = error.code ?? error.message; }
  console.log('${OUTCOME}' + JSON.stringify([name, outcome]));
};
${code}`;

/** The printed outcomes of such a script. */
export function outcomesIn(lines: readonly string[]): Record<string, string> {
  const said = lines.filter((line) => line.startsWith(OUTCOME)).map((line) => line.slice(OUTCOME.length));
  return Object.fromEntries(said.map((text) => JSON.parse(text) as [string, string]));
}
