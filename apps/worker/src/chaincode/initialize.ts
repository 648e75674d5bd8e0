import { EndorsementRefusedError, GatewayClient, INIT_DONE } from '@heddle/fabric';
import type { InitCall } from '@heddle/contracts';
import type { StepContext } from '@heddle/queue';
import { atNode } from '../errors/at-node';
import { ChainClients } from '../fabric/chain-clients';
import type { WorkerServices } from '../services';
import { loadChaincodeWorld, type ChaincodeInput, type ChaincodeWorld } from '../world/chaincode-world';

/** Submits the definition's Init call as the first organization's administrator; once per version. */
export async function initialize({
  services,
  input,
  report,
  signal,
}: StepContext<ChaincodeInput, WorkerServices>): Promise<void> {
  const world = await loadChaincodeWorld(services, input);
  const { initRequired, init } = world.definition;
  if (!initRequired || init === null) return;
  await using clients = new ChainClients(world, services.runtimes);
  const [node] = world.memberPeers;
  if (node === undefined) throw new Error(`Channel ${world.channel.name} has no peers.`);
  await atNode(node, async () => {
    const gateway = new GatewayClient(await clients.peer(node));
    report.info(await submitInit(gateway, world, { init, signal }));
  });
}

async function submitInit(
  gateway: GatewayClient,
  { channel, chaincode, definition }: ChaincodeWorld,
  { init, signal }: { readonly init: InitCall; readonly signal: AbortSignal },
): Promise<string> {
  try {
    const call = { ...init, isInit: true };
    const { transactionId } = await gateway.submit(channel.name, chaincode.name, call, { signal });
    return `${init.fn} initialized ${chaincode.name} ${definition.version} (transaction ${transactionId})`;
  } catch (error) {
    if (!saysDone(error)) throw error;
    return `${chaincode.name} ${definition.version} was already initialized`;
  }
}

const saysDone = (error: unknown): boolean =>
  error instanceof EndorsementRefusedError && error.refusals.some(({ message }) => message.includes(INIT_DONE));
