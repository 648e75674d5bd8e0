import { DiscoveryClient, ProposalRefusedError, waitForEndorsers, type PeerClient } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { eachOf } from '@heddle/runtime';
import { OperationFailure } from '../errors/operation-failure';
import { ChainClients } from '../fabric/chain-clients';
import type { WorkerServices } from '../services';
import { loadChaincodeWorld, serverOf, type ChaincodeInput, type ChaincodeWorld } from '../world/chaincode-world';
import { retireServers } from './serve-definition';

type Context = StepContext<ChaincodeInput, WorkerServices>;

/** Chaincodes that use Fabric's contract APIs answer this function; any other chaincode reports it as unknown. */
const METADATA = 'org.hyperledger.fabric:GetMetadata';

/** The peer's error text if the chaincode did not answer (Fabric's `core/endorser/endorser.go`). */
const NOT_ASKED = /^(error in simulation|make sure the chaincode)/;
/** The peer timed out waiting for REGISTER. Another call would block the channel again (`runtime_launcher.go`). */
const LAUNCH_IN_VAIN = /timeout expired while starting chaincode/;
const NOT_INITIALIZED = /has not been initialized/;

/** Whether the error comes from the chaincode itself, which shows that it runs. */
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

/**
 * Verifies that every peer reaches the new server, then stops the servers of other definitions, including failed ones.
 */
export async function checkAndRetire(context: Context): Promise<void> {
  const world = await loadChaincodeWorld(context.services, context.input);
  await checkAnswers(context, world);
  await retireServers(context, await supersededServers(context.services, world));
}

/**
 * Verifies that every peer gets an answer from the chaincode. Peers are checked one after another: a peer that launches
 * a server commits nothing meanwhile, and the first failure spares the other peers.
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
    // This peer's gateway must know the endorsers of the other organizations, or the first submit would fail.
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
