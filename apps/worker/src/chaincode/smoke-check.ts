import { DiscoveryClient, ProposalRefusedError, waitForEndorsers, type PeerClient } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { OperationFailure } from '../errors/operation-failure';
import { ChainClients } from '../fabric/chain-clients';
import { eachOf } from '../operations/each-of';
import type { WorkerServices } from '../services';
import { loadChaincodeWorld, serverOf, type ChaincodeInput, type ChaincodeWorld } from './chaincode-world';
import { retireServers } from './serve-definition';

type Context = StepContext<ChaincodeInput, WorkerServices>;

/** Every contract made with Fabric's contract APIs answers it; any other chaincode says that it does not know it. */
const METADATA = 'org.hyperledger.fabric:GetMetadata';

/** The peer's own words when it never got an answer from the chaincode (Fabric's `core/endorser/endorser.go`). */
const NOT_ASKED = /^(error in simulation|make sure the chaincode)/;
/** The peer waited in vain for REGISTER; asking again would hold up the channel once more (`runtime_launcher.go`). */
const LAUNCH_IN_VAIN = /timeout expired while starting chaincode/;
const NOT_INITIALIZED = /has not been initialized/;

/** Whether a refusal came from the chaincode itself, which therefore runs. */
export function answeredBySelf(detail: string): boolean {
  return !NOT_ASKED.test(detail) || NOT_INITIALIZED.test(detail);
}

async function ask(peer: PeerClient, { channel, chaincode }: ChaincodeWorld, signal: AbortSignal): Promise<void> {
  try {
    await peer.query({ channel: channel.name, chaincode: chaincode.name, fn: METADATA }, { signal });
  } catch (error) {
    if (error instanceof ProposalRefusedError && answeredBySelf(error.detail)) return;
    if (!(error instanceof ProposalRefusedError)) throw error;
    throw new OperationFailure('chaincode_crashed', `${chaincode.name} does not answer: ${error.detail}`, {
      remedy: 'Read the log of the chaincode server (Nodes tab), correct the chaincode, and upgrade to a new version.',
      retryable: !LAUNCH_IN_VAIN.test(error.detail),
      cause: error,
    });
  }
}

/** Every peer reaches the new server; only then the servers of other definitions, failed ones too, are ended. */
export async function checkAndRetire(context: Context): Promise<void> {
  const world = await loadChaincodeWorld(context.services, context.input);
  await checkAnswers(context, world);
  await retireServers(context, await supersededServers(context.services, world));
}

/**
 * Proves that every peer gets an answer from the chaincode. One peer is asked after the other: while a peer launches a
 * server it commits nothing, and the first that fails spares the others.
 */
export async function checkAnswers(
  { services, report, signal }: Pick<Context, 'services' | 'report' | 'signal'>,
  world: ChaincodeWorld,
): Promise<void> {
  await using clients = new ChainClients(world, services.runtimes);
  let done = 0;
  for (const node of world.memberPeers) await ask(await clients.peer(node), world, signal);
  await eachOf(world.memberPeers, async (node) => {
    const peer = await clients.peer(node);
    // The gateway of this peer must know the other organizations' endorsers, or the first submit would be refused.
    await waitForEndorsers(new DiscoveryClient(peer), world.channel.name, world.chaincode.name, { signal });
    done += 1;
    report.progress(done, world.memberPeers.length, `${node.plan.name} reaches ${world.chaincode.name}`);
  });
}

async function supersededServers({ database }: WorkerServices, world: ChaincodeWorld): Promise<string[]> {
  const { store } = database;
  const definitions = await store.chaincodes.definitions(world.chaincode.id);
  const planned = definitions
    .filter(({ id }) => id !== world.definition.id)
    .flatMap((definition) => world.members.map((organization) => serverOf(world, definition, organization).name));
  const existing = new Set((await store.nodes.ofChain(world.chain.id)).map(({ name }) => name));
  return planned.filter((name) => existing.has(name));
}
