import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../lib/run.mjs';

/** @typedef {import('./find-chaincodes.mjs').ChaincodeFolder} ChaincodeFolder */

const ERROR = /\berror\b|\.go:\d+:\d+:|cannot find|not found/i;

/**
 * Builds a project with its own commands, without Heddle, to distinguish a chaincode that does not build anywhere from
 * one that only Heddle fails to build.
 * @param {ChaincodeFolder} chaincode
 * @returns {Promise<string | undefined>} the compiler's error line; undefined when it builds
 */
export async function ownBuildFailure({ folder, language }) {
  const work = mkdtempSync(join(tmpdir(), 'heddle-conformance-'));
  try {
    cpSync(folder, work, { recursive: true, filter: (path) => !path.includes('node_modules') });
    for (const [command = '', ...args] of COMMANDS[language](work)) {
      const { code, stdout, stderr } = await run(command, args, { cwd: work, output: 'capture' });
      if (code !== 0) return errorLine(`${stdout}\n${stderr}`);
    }
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @type {Record<ChaincodeFolder['language'], (folder: string) => string[][]>} */
const COMMANDS = {
  go: () => [['go', 'build', '-buildvcs=false', '-o', '/dev/null', '.']],
  node: (folder) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const install = ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts'];
    return [install, ...(scripts.build === undefined ? [] : [['npm', 'run', 'build']])];
  },
  java: (folder) =>
    existsSync(join(folder, 'pom.xml'))
      ? [['mvn', '--batch-mode', '-q', '-DskipTests', 'package']]
      : [
          [
            ...(existsSync(join(folder, 'gradlew')) ? ['sh', './gradlew'] : ['gradle']),
            '--no-daemon',
            'build',
            '-x',
            'test',
          ],
        ],
};

/** @param {string} output */
function errorLine(output) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => ERROR.test(line)) ?? lines.at(-1) ?? 'it failed without output';
}
