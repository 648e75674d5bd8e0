import { capabilitiesOf } from '@heddle/contracts';
import { ChaincodeNotRegisteredError, proveRegistration, type NodeEndpoint } from '@heddle/fabric';
import type { StepContext } from '@heddle/queue';
import { eachOf, retry } from '@heddle/runtime';
import { serverNameOf } from '@heddle/topology';
import { stripVTControlCharacters } from 'node:util';
import { OperationFailure } from '../errors/operation-failure';
import type { WorkerServices } from '../services';
import { rowOf, serverOf, type ChaincodeInput, type ChaincodeWorld } from '../world/chaincode-world';
import { serverTarget } from './package-definition';

type Context = StepContext<ChaincodeInput, WorkerServices>;

/** A chaincode server and how Heddle connects to it in the way of its peers. */
export interface ServerToProve {
  /** Name of the node, or the address of an external server. */
  readonly name: string;
  readonly endpoint: NodeEndpoint;
  readonly packageId: string;
  readonly runBy: 'heddle' | 'others';
}

/** The servers of a definition without duplicates: organizations may share an external server. */
export async function serversToProve(services: WorkerServices, world: ChaincodeWorld): Promise<ServerToProve[]> {
  const rows = await services.database.store.nodes.ofChain(world.chain.id);
  const servers = await eachOf(world.members, async (organization): Promise<ServerToProve> => {
    const { address, rootCertificate, clientAuth } = serverTarget(world, { rows, organization });
    const tls: Omit<NodeEndpoint, 'address'> = {
      ...(rootCertificate !== undefined && { tlsRootCertificate: rootCertificate }),
      ...(clientAuth !== undefined && { tlsClient: clientAuth }),
    };
    const packageId = world.definition.packageIds[organization.name] ?? '';
    if (world.definition.origin.type === 'external') {
      return { name: address, endpoint: { address, ...tls }, packageId, runBy: 'others' };
    }
    const server = serverOf(world, world.definition, organization);
    const { host } = rowOf(rows, server);
    const dialled = await services.runtimes.dial({ chainId: world.chain.id, name: server.name }, 'chaincode');
    const hostnameOverride = serverNameOf(server.hostName, host);
    return { name: server.name, endpoint: { address: dialled, ...tls, hostnameOverride }, packageId, runBy: 'heddle' };
  });
  return [...new Map(servers.map((server) => [`${server.name} ${server.packageId}`, server])).values()];
}

const AGAIN_MS = 500;

/**
 * Verifies that each server registers as its peers expect, before anything is installed. A peer that launches a server
 * which does not register holds its ledger's lock meanwhile, so commits on the channel wait.
 *
 * @throws OperationFailure `chaincode_not_registered`
 */
export async function proveServers(context: Context, world: ChaincodeWorld): Promise<void> {
  const { services, report } = context;
  const servers = await serversToProve(services, world);
  let done = 0;
  await eachOf(servers, async (server) => {
    report.progress(done, servers.length, `Waiting until ${server.name} registers as ${server.packageId}`);
    await prove(context, world, server);
    done += 1;
    report.progress(done, servers.length, `${server.name} registers as its peers expect`);
  });
}

async function prove(context: Context, world: ChaincodeWorld, server: ServerToProve): Promise<void> {
  try {
    const took = await firstRegistration(context, server);
    // A server may be slow on its first stream. It must be fast on the next one, or every launch by a peer would time
    // out.
    const { launchMs } = context.services.limits;
    if (took > launchMs) await register(context, server, launchMs);
  } catch (error) {
    if (!(error instanceof ChaincodeNotRegisteredError)) throw error;
    if (isOutOfSight(world, server, error)) {
      context.report.warn(
        `${server.name} cannot be reached from here: whether it registers is only known once peers connect.`,
      );
      return;
    }
    throw await failure(context, server, error);
  }
}

/** Peers in another network may reach an address that Heddle cannot reach. */
const isOutOfSight = ({ chain }: ChaincodeWorld, { runBy }: ServerToProve, { reason }: ChaincodeNotRegisteredError) =>
  !capabilitiesOf(chain).sharesNetwork && runBy === 'others' && reason === 'unreachable';

const register = ({ signal }: Context, { endpoint, packageId }: ServerToProve, timeout: number): Promise<number> =>
  proveRegistration(endpoint, { packageId, timeout, signal });

/** A server that listens may be unreachable for a moment, until the cluster's routes are updated. */
function firstRegistration(context: Context, server: ServerToProve): Promise<number> {
  const timeoutMs = context.services.limits.registrationMs;
  const until = Date.now() + timeoutMs;
  return retry(() => register(context, server, Math.max(1, until - Date.now())), {
    pauseMs: AGAIN_MS,
    timeoutMs,
    signal: context.signal,
    isRetryable: async (error) => isUnreachable(error) && (await isRunning(context, server)),
  });
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof ChaincodeNotRegisteredError && error.reason === 'unreachable';

async function isRunning({ services, input: { chainId } }: Context, { name, runBy }: ServerToProve): Promise<boolean> {
  if (runBy === 'others') return false;
  const [seen] = await services.runtimes.status({ chainId, names: [name] });
  return seen?.state === 'running';
}

async function failure(
  context: Context,
  server: ServerToProve,
  error: ChaincodeNotRegisteredError,
): Promise<OperationFailure> {
  const { name, packageId, runBy } = server;
  const { what, remedy, retryable } = error;
  if (runBy === 'others') {
    return new OperationFailure('chaincode_not_registered', `The chaincode server at ${name} ${what}.`, {
      remedy: `Start the chaincode server at ${name} with the chaincode id ${packageId}, then retry. ${remedy}`,
      retryable: false,
      cause: error.cause,
    });
  }
  return new OperationFailure('chaincode_not_registered', `Chaincode server ${name} ${what}.`, {
    remedy: `${remedy} Roll this operation back and deploy the corrected upload.`,
    retryable,
    cause: await lastLines(context, server),
  });
}

const TAIL_BYTES = 4_000;
const LINES = 20;

/** The server's last log lines, read before it is stopped. */
async function lastLines({ services, input: { chainId } }: Context, { name }: ServerToProve): Promise<string> {
  const { text } = await services.runtimes.logs({ chainId, name }, { tailBytes: TAIL_BYTES, waitMs: 0 });
  const lines = stripVTControlCharacters(text).trimEnd().split('\n').slice(-LINES).join('\n');
  return lines === '' ? 'It wrote nothing to its log.' : `Its last log lines:\n${lines}`;
}
