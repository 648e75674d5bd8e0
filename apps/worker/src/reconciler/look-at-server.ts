import type { Language } from '@heddle/contracts';
import { ChaincodeNotRegisteredError, proveHandshake, proveRegistration, type NodeEndpoint } from '@heddle/fabric';
import type { WorldNode } from '../chain/chain-world';
import type { ServerToProve } from '../chaincode/prove-servers';
import type { WorkerServices } from '../services';
import { launchTimeouts, timedOutSince, type LaunchTimeouts } from './launch-timeouts';

type Services = Pick<WorkerServices, 'runtimes' | 'limits'>;

/** Their shims serve each stream independently. The Java shim interrupts its peers while another stream registers. */
const INDEPENDENT_STREAMS: readonly Language[] = ['go', 'node'];

export interface ServerLook {
  readonly server: ServerToProve;
  /** Null for an image, whose language is unknown. */
  readonly language: Language | null;
  /** The peers that launch it. */
  readonly peers: readonly WorldNode[];
  /** The peers' counts at the previous check of this run of the server. */
  readonly before: LaunchTimeouts;
  readonly signal: AbortSignal;
}

export interface SeenServer {
  readonly failure: ChaincodeNotRegisteredError | undefined;
  readonly launches: LaunchTimeouts;
}

/**
 * Checks whether a running server still serves its peers: with a separate stream if that disturbs nothing, otherwise
 * with a handshake and the timed-out launches on its peers.
 */
export async function lookAtServer(services: Services, look: ServerLook): Promise<SeenServer> {
  const { server, language, signal } = look;
  const timeout = services.limits.launchMs;
  if (language !== null && INDEPENDENT_STREAMS.includes(language)) {
    const { endpoint, packageId } = server;
    const failure = await failureOf(() => proveRegistration(endpoint, { packageId, timeout, signal }));
    return { failure, launches: new Map() };
  }
  const { endpoint } = server;
  const unanswered = hasTls(endpoint)
    ? await failureOf(() => proveHandshake(endpoint, { timeout, signal }))
    : undefined;
  const launches = await launchTimeouts(services, { packageId: server.packageId, peers: look.peers }, signal);
  const failure = unanswered ?? launchFailure(server, timedOutSince(look.before, launches));
  return { failure, launches: new Map([...look.before, ...launches]) };
}

const hasTls = (endpoint: NodeEndpoint): endpoint is NodeEndpoint & { tlsRootCertificate: string } =>
  endpoint.tlsRootCertificate !== undefined;

function launchFailure({ endpoint }: ServerToProve, peers: readonly string[]): ChaincodeNotRegisteredError | undefined {
  if (peers.length === 0) return undefined;
  const what = `did not register in time when ${peers.join(', ')} launched it`;
  return new ChaincodeNotRegisteredError(endpoint.address, 'mute', what);
}

/** A server that was slow only for a moment passes the second attempt. */
async function failureOf(prove: () => Promise<unknown>): Promise<ChaincodeNotRegisteredError | undefined> {
  let failure: ChaincodeNotRegisteredError | undefined;
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      await prove();
      return undefined;
    } catch (error) {
      if (!(error instanceof ChaincodeNotRegisteredError)) throw error;
      failure = error;
    }
  }
  return failure;
}
