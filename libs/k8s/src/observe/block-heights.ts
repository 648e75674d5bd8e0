import { ClusterRefusedError, ClusterUnreachableError } from '../access/errors';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf } from '../names';
import { ApiAnswerError, getText } from './api-stream';

const HEIGHT = /^ledger_blockchain_height\{channel="([^"]+)"\} (\S+)$/gm;
/** A busy node must not delay the observation of all the others. */
const ANSWER_MS = 3_000;
const MOST_CHARACTERS = 4_194_304;

/** Ledger height by channel from a node's Prometheus metrics (`ledger_blockchain_height`, Fabric metrics reference). */
export function parseBlockHeights(metrics: string): Record<string, number> {
  return Object.fromEntries([...metrics.matchAll(HEIGHT)].map(([, channel = '', height]) => [channel, Number(height)]));
}

/** The operations port of a pod, requested through the API server (`pods/proxy`). */
export interface OperationsPort {
  readonly chainId: string;
  readonly pod: string;
  readonly port: number;
}

/** A node's ledger heights; none when it does not respond, or the cluster does not allow the request. */
export async function blockHeights(
  context: ClusterContext,
  { chainId, pod, port }: OperationsPort,
): Promise<Record<string, number>> {
  const path = `/api/v1/namespaces/${namespaceOf(chainId)}/pods/${pod}:${port}/proxy/metrics`;
  try {
    const request = { path, silenceMs: ANSWER_MS, signal: AbortSignal.timeout(ANSWER_MS) };
    return parseBlockHeights(await getText(context, request, MOST_CHARACTERS));
  } catch (error) {
    if (isNoAnswer(error)) return {};
    throw error;
  }
}

function isNoAnswer(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === 'TimeoutError';
  return [ApiAnswerError, ClusterRefusedError, ClusterUnreachableError].some((kind) => error instanceof kind);
}
