import type { ToolCache } from '@heddle/runtime';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mount } from './mount';

type Environment = Readonly<Record<string, string>>;

/** Paths in the user's home that a language's tools read and write. */
interface CacheFolders {
  readonly write: readonly string[];
  readonly read: readonly string[];
}

/** The home that Java uses, regardless of HOME. */
function accountHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    // An account without an entry in passwd.
    return homedir();
  }
}

export const homes = (): readonly string[] => [...new Set([homedir(), accountHome()])];

const inHome = (...parts: string[]): string => join(homedir(), ...parts);
const set = (...values: readonly (string | undefined)[]): string[] =>
  values.flatMap((value) => (value === undefined || value === '' ? [] : [value]));

function npmFolders(env: Environment): CacheFolders {
  const named = (name: string) => env[`npm_config_${name}`] ?? env[`NPM_CONFIG_${name.toUpperCase()}`];
  return {
    write: [named('cache') ?? inHome('.npm')],
    read: [inHome('.npmrc'), '/etc/npmrc', ...set(named('userconfig'), named('globalconfig'), named('cafile'))],
  };
}

async function goFolders(env: Environment): Promise<CacheFolders> {
  const names = ['GOCACHE', 'GOMODCACHE', 'GOENV', 'GOPROXY'] as const;
  const { GOCACHE, GOMODCACHE, GOENV, GOPROXY } = await goSettings(names, env);
  const proxies = (GOPROXY ?? '').split(/[,|]/).filter((proxy) => proxy.startsWith('file://'));
  const git = [inHome('.netrc'), inHome('.gitconfig'), inHome('.config/git')];
  return {
    write: set(GOCACHE, GOMODCACHE),
    read: [...set(GOENV), ...git, ...proxies.map((url) => fileURLToPath(url))],
  };
}

/** The go command reads its settings from three locations; if none exists, there is nothing to keep. */
async function goSettings(names: readonly string[], env: Environment): Promise<Partial<Record<string, string>>> {
  try {
    const { stdout } = await promisify(execFile)('go', ['env', '-json', ...names], { env, cwd: '/' });
    return JSON.parse(stdout) as Record<string, string>;
  } catch {
    return {};
  }
}

const mavenFolders = (env: Environment): CacheFolders => ({
  write: [join(accountHome(), '.m2'), ...set(env['MAVEN_USER_HOME'])],
  read: set(env['MAVEN_HOME'], env['M2_HOME']),
});

const gradleFolders = (env: Environment): CacheFolders => ({
  write: [env['GRADLE_USER_HOME'] ?? join(accountHome(), '.gradle')],
  read: set(env['GRADLE_HOME']),
});

function foldersOf(cache: ToolCache, env: Environment): CacheFolders | Promise<CacheFolders> {
  switch (cache) {
    case 'npm':
      return npmFolders(env);
    case 'go':
      return goFolders(env);
    case 'maven':
      return mavenFolders(env);
    case 'gradle':
      return gradleFolders(env);
  }
}

/** What a command may keep for the next build, and the user's settings for it. */
export async function cacheMounts(cache: ToolCache | undefined, env: Environment): Promise<Mount[]> {
  if (cache === undefined) return [];
  const { write, read } = await foldersOf(cache, env);
  for (const path of write) await mkdir(path, { recursive: true });
  return [
    ...write.map((path): Mount => ({ type: 'write', path })),
    ...read.map((path): Mount => ({ type: 'read', path })),
  ];
}
