import { parseArgs } from 'node:util';
import { ToolError } from '../../lib/say.mjs';
import { localPlace } from './local.mjs';

/**
 * Where the demo's chain runs; the scenario is the same everywhere.
 * @typedef {object} Place
 * @property {string} data data directory of an instance that the demo starts
 * @property {string | undefined} shared the shared folder that the instance must use, if any
 * @property {(session: import('../session.mjs').Session, name: string) => Promise<object>} spec the part of the chain's specification that names the place
 * @property {(session: import('../session.mjs').Session, chain: DemoChain) => Promise<string[]>} leftovers leftovers of a released chain
 * @property {() => Promise<void>} close removes what the demo brought up, if it is to leave nothing behind
 *
 * @typedef {{ id: string, name: string, cluster: string | null }} DemoChain
 */

/**
 * @param {readonly string[]} args
 */
export function demoOptions(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      release: { type: 'boolean', default: false },
      'release-chain': { type: 'string' },
      runtime: { type: 'string', default: 'local' },
      'nfs-server': { type: 'string' },
      'nfs-path': { type: 'string' },
    },
  });
  return values;
}

/** @typedef {ReturnType<typeof demoOptions>} DemoOptions */

/**
 * @param {DemoOptions} options
 * @param {string} data
 * @returns {Promise<Place>}
 */
export async function openPlace(options, data) {
  if (options.runtime === 'local') return localPlace(data);
  if (options.runtime === 'kubernetes') return (await import('./kubernetes.mjs')).kubernetesPlace(options, data);
  throw new ToolError(`The runtime ${options.runtime} does not exist.`, 'Runtimes: local, kubernetes.');
}
