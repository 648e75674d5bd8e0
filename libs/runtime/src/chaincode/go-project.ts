import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A source file of a Go project. */
export interface GoFile {
  /** Relative to the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The parts of a Go project that are read before the build. */
export interface GoProject {
  readonly folder: string;
  /** Text of go.mod; undefined if it does not exist. */
  readonly goMod: string | undefined;
  /** Its own files: no tests, no files of vendor, no files of nested modules. */
  readonly files: readonly GoFile[];
  readonly vendored: boolean;
}

/** Folders in which the go command does not look for packages of the module. */
const NOT_PACKAGES = /^(vendor|testdata|node_modules|[._].*)$/;

export async function readGoProject(folder: string): Promise<GoProject> {
  const names = await readdir(folder);
  return {
    folder,
    goMod: names.includes('go.mod') ? await readFile(join(folder, 'go.mod'), 'utf8') : undefined,
    files: await goFiles(folder, folder),
    vendored: names.includes('vendor'),
  };
}

async function goFiles(project: string, folder: string): Promise<GoFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (folder !== project && entries.some(({ name }) => name === 'go.mod')) return [];
  const files = await Promise.all(
    entries.map(async (entry): Promise<GoFile[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return NOT_PACKAGES.test(entry.name) ? [] : goFiles(project, path);
      if (!entry.isFile() || !/(?<!_test)\.go$/.test(entry.name)) return [];
      return [{ path: relative(project, path).replaceAll('\\', '/'), text: await readFile(path, 'utf8') }];
    }),
  );
  return files.flat();
}

/** Folders with a `package main`, relative to the project: `.`, `cmd/server`. */
export function mainFolders({ files }: GoProject): string[] {
  const mains = files.filter(({ text }) => /^package main\b/m.test(text) && !/^\/\/go:build ignore\b/m.test(text));
  return [...new Set(mains.map(({ path }) => dirname(path)))];
}

/** Versions by module, as required in go.mod. */
export function requiredModules({ goMod = '' }: GoProject): ReadonlyMap<string, string> {
  const lines = goMod.matchAll(/^\s*(?:require\s+)?([\w.~-]+\/[^\s()]+)\s+(v\d[^\s/]*)/gm);
  return new Map(Array.from(lines, ([, name = '', version = '']) => [name, version] as const));
}

/** `replace` lines of go.mod that refer to a folder. */
export function replacedByFolder({ goMod = '' }: GoProject): { module: string; folder: string }[] {
  const lines = goMod.matchAll(
    /^\s*(?:replace\s+)?([^\s()]+)(?:\s+v\S+)?\s+=>\s+((?:\.{1,2}(?:\/|$)|\/|[A-Za-z]:)\S*)/gm,
  );
  return Array.from(lines, ([, module = '', path = '']) => ({ module, folder: path }));
}
