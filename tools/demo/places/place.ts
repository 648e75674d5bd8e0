import { parseArgs } from 'node:util';
import type { BodyInputOf, Chain, api } from '@heddle/contracts';
import { ToolError } from '../../lib/say.mjs';
import type { Session } from '../session.ts';
import { localPlace } from './local.ts';

/** Where the demo's chain runs; the scenario is the same everywhere. */
export interface Place {
  /** Data directory of an instance that the demo starts. */
  readonly data: string;
  /** The shared folder that the instance must use, if any. */
  readonly shared: string | undefined;
  /** The part of the chain's specification that names the place. */
  readonly spec: (session: Session, name: string) => Promise<PlaceSpec>;
  /** Leftovers of a released chain. */
  readonly leftovers: (session: Session, chain: DemoChain) => Promise<string[]>;
  /** Removes what the demo brought up, if it is to leave nothing behind. */
  readonly close: () => Promise<void>;
}

export type DemoChain = Pick<Chain, 'id' | 'name' | 'cluster'>;

export type PlaceSpec = Pick<BodyInputOf<typeof api.chains.create>, 'runtime' | 'cluster'>;

export function demoOptions(args: readonly string[]) {
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

export type DemoOptions = ReturnType<typeof demoOptions>;

export async function openPlace(options: DemoOptions, data: string): Promise<Place> {
  if (options.runtime === 'local') return localPlace(data);
  if (options.runtime === 'kubernetes') return (await import('./kubernetes.ts')).kubernetesPlace(options, data);
  throw new ToolError(`The runtime ${options.runtime} does not exist.`, 'Runtimes: local, kubernetes.');
}
