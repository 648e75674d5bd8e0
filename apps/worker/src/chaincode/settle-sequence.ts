import { LifecycleClient, sameDefinition, type CommittedDefinition, type PeerClient } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import type { WorkerServices } from '../services';
import type { ChaincodeInput, ChaincodeWorld } from '../world/chaincode-world';
import { fabricDefinition } from './fabric-definition';

type Context = Pick<StepContext<ChaincodeInput, WorkerServices>, 'report' | 'signal' | 'transaction'>;

/**
 * The sequence of this definition on the ledger: the committed one, otherwise the next one. It differs from the planned
 * sequence if another client of the channel committed a definition of this name.
 */
export async function settleSequence(
  { report, signal, transaction }: Context,
  world: ChaincodeWorld,
  { peer, packageId }: { readonly peer: PeerClient; readonly packageId: string | undefined },
): Promise<ChaincodeWorld> {
  const { channel, chaincode, definition } = world;
  const lifecycle = new LifecycleClient(peer);
  const committed = await lifecycle.queryCommitted(channel.name, chaincode.name, { signal });
  const wanted = fabricDefinition(world, packageId);
  const ours = committed !== undefined && (await isOurs(lifecycle, channel.name, { committed, wanted }));
  const sequence = ours ? committed.sequence : (committed?.sequence ?? 0) + 1;
  if (sequence === definition.sequence) return world;
  const settled = await transaction((store) => store.chaincodes.updateDefinition(definition.id, { sequence }));
  report.info(
    `${chaincode.name} is at sequence ${committed?.sequence ?? 0} on ${channel.name}: ${definition.version} becomes sequence ${sequence}`,
  );
  return { ...world, definition: settled };
}

interface Compared {
  readonly committed: CommittedDefinition;
  readonly wanted: ReturnType<typeof fabricDefinition>;
}

/** Committed by an earlier run of the operation: the same content with this organization's package. */
async function isOurs(lifecycle: LifecycleClient, channel: string, { committed, wanted }: Compared): Promise<boolean> {
  if (committed.sequence < wanted.sequence || !sameDefinition(committed, wanted)) return false;
  const approved = await lifecycle.queryApproved(channel, committed);
  return approved?.packageId === wanted.packageId;
}
