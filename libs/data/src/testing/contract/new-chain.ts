import { randomUUID } from 'node:crypto';
import { ChainSpec, type UserId } from '@heddle/contracts';
import type { Database } from '../../database';
import type { ChainEntity } from '../../entities/chain.entity';

export const OWNER = randomUUID() as UserId;

export const specOf = (name: string): ChainSpec => ChainSpec.parse({ name, organizations: [{ name: 'org1' }] });

let chains = 0;

/** A chain with a unique name. */
export function newChain(database: Database): Promise<ChainEntity> {
  chains += 1;
  const spec = specOf(`chain-${String(chains)}`);
  return database.transaction((store) => store.chains.create({ spec, ownerId: OWNER }));
}
