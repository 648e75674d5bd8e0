import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * This machine: nodes are processes with their files in the data directory.
 * @param {string} data
 * @returns {import('./place.mjs').Place}
 */
export function localPlace(data) {
  return {
    data,
    shared: undefined,
    spec: async () => ({}),
    leftovers: async (_, { id }) => leftovers(data, id),
    close: async () => undefined,
  };
}

/**
 * Leftovers of a chain on this machine: its folders in the data directory, and processes that run in them.
 * @param {string} data
 * @param {string} chainId
 * @returns {string[]}
 */
function leftovers(data, chainId) {
  const folders = ['nodes', 'artifacts']
    .map((folder) => join(data, folder, chainId))
    .filter((path) => existsSync(path));
  return [...folders, ...processesOf(chainId)];
}

/**
 * @param {string} chainId
 * @returns {string[]} empty on systems without /proc
 */
function processesOf(chainId) {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && mentions(`/proc/${name}/environ`, chainId))
    .map((pid) => `process ${pid}`);
}

/**
 * @param {string} path
 * @param {string} text
 */
function mentions(path, text) {
  try {
    return readFileSync(path, 'utf8').includes(text);
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH', 'EACCES'].includes(String(error.code)))
      return false;
    throw error;
  }
}
