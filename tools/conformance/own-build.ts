import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../lib/run.mjs';
import type { ChaincodeFolder } from './find-chaincodes.ts';

const ERROR = /\berror\b|\.go:\d+:\d+:|cannot find|not found/i;

/**
 * Builds a project with its own commands, without Heddle, to distinguish a chaincode that does not build anywhere from
 * one that only Heddle fails to build.
 * @returns the compiler's error line; undefined when it builds
 */
export async function ownBuildFailure({ folder, language }: ChaincodeFolder): Promise<string | undefined> {
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

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
}

const COMMANDS: Record<ChaincodeFolder['language'], (folder: string) => string[][]> = {
  go: () => [['go', 'build', '-buildvcs=false', '-o', '/dev/null', '.']],
  node: (folder) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const install = ['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts'];
    return [install, ...(scripts['build'] === undefined ? [] : [['npm', 'run', 'build']])];
  },
  java: (folder) => {
    if (existsSync(join(folder, 'pom.xml'))) return [['mvn', '--batch-mode', '-q', '-DskipTests', 'package']];
    const gradle = existsSync(join(folder, 'gradlew')) ? ['sh', './gradlew'] : ['gradle'];
    return [[...gradle, '--no-daemon', 'build', '-x', 'test']];
  },
};

function errorLine(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.find((line) => ERROR.test(line)) ?? lines.at(-1) ?? 'it failed without output';
}
