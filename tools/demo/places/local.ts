import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processEnvironments } from '../../lib/process-table.ts';
import type { Place } from './place.ts';

/** This machine: nodes are processes with their files in the data directory. */
export function localPlace(data: string): Place {
  return {
    data,
    shared: undefined,
    spec: () => Promise.resolve({}),
    leftovers: (_, { id }) => Promise.resolve(leftovers(data, id)),
    close: () => Promise.resolve(),
  };
}

/** Leftovers of a chain on this machine: its folders in the data directory, and processes that run in them. */
function leftovers(data: string, chainId: string): string[] {
  const folders = ['nodes', 'artifacts']
    .map((folder) => join(data, folder, chainId))
    .filter((path) => existsSync(path));
  return [...folders, ...processesOf(chainId)];
}

function processesOf(chainId: string): string[] {
  return processEnvironments()
    .filter(({ variables }) => variables.some((variable) => variable.includes(chainId)))
    .map(({ pid }) => `process ${pid}`);
}
