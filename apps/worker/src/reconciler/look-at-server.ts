import type { Language } from '@heddle/contracts';
import { ChaincodeNotRegisteredError, type NodeEndpoint } from '@heddle/fabric';
import type { NodeRef } from '@heddle/runtime';
import type { ServerToProve } from '../chaincode/prove-servers';
import type { WorkerServices } from '../services';
import type { KeptServer } from './kept-server';
import { launchTimeouts, timedOutSince, type LaunchTimeouts } from './launch-timeouts';

type Services = Pick<WorkerServices, 'runtimes' | 'limits'>;

/** Their shims serve each stream independently. The Java shim interrupts its peers while another stream registers. */
const INDEPENDENT_STREAMS: readonly Language[] = ['go', 'node'];

export interface ServerLook {
  readonly kept: KeptServer;
  /** The peers that launch it. */
  readonly peers: readonly NodeRef[];
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
  const { kept, signal } = look;
  const { server, language } = kept;
  const timeout = services.limits.launchMs;
  if (language !== null && INDEPENDENT_STREAMS.includes(language)) {
    const failure = await failureOf(() => kept.register({ timeout, signal }));
    return { failure, launches: new Map() };
  }
  const { endpoint } = server;
  const unanswered = hasTls(endpoint) ? await failureOf(() => kept.respond(endpoint, { timeout, signal })) : undefined;
  const launches = await launchTimeouts(services, { packageId: server.packageId, peers: look.peers }, signal);
  const failure = unanswered ?? launchFailure(server, timedOutSince(kept.launches, launches));
  return { failure, launches: new Map([...kept.launches, ...launches]) };
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
