import type { ChainId } from '@heddle/contracts';
import { loadChainWorld, type ChainWorld } from '../world/chain-world';
import { ChainClients } from '../fabric/chain-clients';
import type { OpenRuntimes } from '../runtimes/open-runtimes';
import type { TestInstallation } from './test-installation';

/** A chain from its administrators' view, until it is disposed. */
export interface OpenChain extends AsyncDisposable {
  readonly world: ChainWorld;
  readonly clients: ChainClients;
  readonly runtimes: OpenRuntimes['runtimes'];
}

export async function openChain(installation: TestInstallation, chainId: ChainId): Promise<OpenChain> {
  const { database } = installation;
  const world = await loadChainWorld({ database, sealer: await installation.sealer() }, chainId);
  const { runtimes, close } = await installation.runtimes();
  const clients = new ChainClients(world, runtimes);
  const dispose = async () => {
    await clients[Symbol.asyncDispose]();
    await close();
  };
  return { world, clients, runtimes, [Symbol.asyncDispose]: dispose };
}
