import { LifecycleClient, type PeerClient } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { eachOf } from '@heddle/runtime';
import type { WorldNode } from '../world/chain-world';
import { announce } from '../chain/announce';
import { atNode } from '../errors/at-node';
import { OperationFailure } from '../errors/operation-failure';
import { ChainClients } from '../fabric/chain-clients';
import type { WorkerServices } from '../services';
import { loadChaincodeWorld, type ChaincodeInput, type ChaincodeWorld } from '../world/chaincode-world';
import { fabricDefinition } from './fabric-definition';
import { packageOf } from './package-definition';
import { settleSequence } from './settle-sequence';

type Context = StepContext<ChaincodeInput, WorkerServices>;

/** The first peer of each organization, which endorses for it. */
function representatives({ members, memberPeers }: ChaincodeWorld): WorldNode[] {
  return members.flatMap(({ name }) => memberPeers.filter(({ plan }) => plan.organization === name).slice(0, 1));
}

/** Installs the organization's package on every peer of every member. */
export async function installPackages({ services, input, report, signal }: Context): Promise<void> {
  const world = await loadChaincodeWorld(services, input);
  await using clients = new ChainClients(world, services.runtimes);
  let done = 0;
  await eachOf(world.memberPeers, async (node) => {
    const bytes = await packageOf(services, world, node.plan.organization);
    await atNode(node, async () => new LifecycleClient(await clients.peer(node)).ensureInstalled(bytes, { signal }));
    done += 1;
    report.progress(done, world.memberPeers.length, `Installed on ${node.plan.name}`);
  });
}

/** Each organization approves the definition with its own package and the sequence that the ledger expects. */
export async function approveDefinition(context: Context): Promise<void> {
  const { services, input } = context;
  const world = await loadChaincodeWorld(services, input);
  await using clients = new ChainClients(world, services.runtimes);
  await approve(context, await settled(context, world, clients), clients);
}

async function settled(context: Context, world: ChaincodeWorld, clients: ChainClients): Promise<ChaincodeWorld> {
  const [first] = representatives(world);
  if (first === undefined) throw new Error(`Channel ${world.channel.name} has no members.`);
  const packageId = world.definition.packageIds[first.plan.organization];
  return atNode(first, async () => settleSequence(context, world, { peer: await clients.peer(first), packageId }));
}

async function approve({ report, signal }: Context, world: ChaincodeWorld, clients: ChainClients): Promise<void> {
  const peers = representatives(world);
  let done = 0;
  await eachOf(peers, async (node) => {
    const packageId = world.definition.packageIds[node.plan.organization];
    await atNode(node, async () => {
      const lifecycle = new LifecycleClient(await clients.peer(node));
      await lifecycle.ensureApproved(world.channel.name, fabricDefinition(world, packageId), { signal });
    });
    done += 1;
    report.progress(done, peers.length, `${node.plan.organization} approved`);
  });
}

/** Commits the definition once enough organizations have approved it, and verifies it on every peer. */
export async function commitDefinition(context: Context): Promise<void> {
  const { services, input, report, signal, transaction } = context;
  const planned = await loadChaincodeWorld(services, input);
  await using clients = new ChainClients(planned, services.runtimes);
  const world = await settled(context, planned, clients);
  const { chaincode, definition, channel } = world;
  if (definition.sequence !== planned.definition.sequence) await approve(context, world, clients);
  const endorsers = await Promise.all(representatives(world).map((node) => clients.peer(node)));
  const [first] = endorsers;
  if (first === undefined) throw new Error(`Channel ${channel.name} has no members.`);
  await new LifecycleClient(first).ensureCommitted(channel.name, fabricDefinition(world, undefined), {
    endorsers,
    signal,
  });
  await proveCommitted(first, world, signal);
  await transaction(async (store) => {
    if (chaincode.committedDefinitionId !== definition.id) await store.chaincodes.commitDefinition(definition.id);
    const row = await store.chaincodes.get(chaincode.id);
    await announce(store, services.live, input.chainId, { chaincodes: [row] });
  });
  report.info(`${chaincode.name} ${definition.version} is committed as sequence ${definition.sequence}`);
}

/** The committed sequence is this definition, not one that another client committed at the same time. */
async function proveCommitted(
  peer: PeerClient,
  { channel, chaincode, definition }: ChaincodeWorld,
  signal: AbortSignal,
): Promise<void> {
  const committed = await new LifecycleClient(peer).queryCommitted(channel.name, chaincode.name, { signal });
  if (committed?.sequence === definition.sequence && committed.version === definition.version) return;
  throw new OperationFailure(
    'chaincode_rejected',
    `${chaincode.name} is at ${committed?.version ?? 'no version'}, sequence ${committed?.sequence ?? 0}.`,
    {
      remedy:
        'Another client committed a definition at the same time. Retry: this definition then gets the next sequence.',
      retryable: true,
    },
  );
}

/** A committed definition stays on the ledger. */
export async function refuseToUncommit({ services, input }: Context): Promise<void> {
  const { chaincode, definition } = await loadChaincodeWorld(services, input);
  if (definition.state !== 'committed') return;
  throw new OperationFailure('invalid_state', `${chaincode.name} ${definition.version} is committed on the ledger.`, {
    remedy: 'A committed definition cannot be reverted. Upgrade the chaincode to another version instead.',
    retryable: false,
  });
}
