import { NodeNotReadyError, NodeUnknownError, poll, type NodeSelector, type WaitOptions } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { latestStart } from '../process/node-process';
import { nodeFailure } from './node-failure';
import type { KnownNode } from './node-list';
import { firstUnmetOf } from './readiness';

const TIMEOUT_MS = 60_000;
const POLL_MS = 25;

/** `3 of 3 orderers ready` or, with the missing ones, `2 of 3 orderers ready, orderer2: /healthz says 503`. */
function sentence(nodes: readonly KnownNode[], missing: readonly string[]): string {
  const kinds = new Set(nodes.map(({ record }) => record.kind));
  const [kind] = kinds.size === 1 ? kinds : ['node'];
  const what = kind === 'chaincode' ? 'chaincode servers' : `${kind ?? 'node'}s`;
  return [`${nodes.length - missing.length} of ${nodes.length} ${what} ready`, ...missing.slice(0, 1)].join(', ');
}

/** What a running node still lacks. One that was ready before is not probed again: probes take the time of its start-up. */
async function missingOf(node: KnownNode, context: LocalContext, ready: Set<KnownNode>): Promise<string[]> {
  const { process } = await latestStart(node.folder, context);
  if (process === undefined) throw await nodeFailure(node);
  if (ready.has(node)) return [];
  const unmet = await firstUnmetOf(node, context);
  if (unmet !== null) return [`${node.record.name}: ${unmet}`];
  ready.add(node);
  return [];
}

/** Returns once every selected node is ready; reports progress while it waits. */
export async function waitUntilReady(
  selector: NodeSelector,
  context: LocalContext,
  { signal, report, timeoutMs = TIMEOUT_MS }: WaitOptions,
): Promise<void> {
  const nodes = await context.nodes.select(selector);
  const unknown = selector.names?.find((name) => !nodes.some(({ record }) => record.name === name));
  if (unknown !== undefined) throw new NodeUnknownError(selector.chainId, unknown);
  const ready = new Set<KnownNode>();
  let said = '';
  let missing: string[] = [];
  const look = async () => {
    missing = (await Promise.all(nodes.map((node) => missingOf(node, context, ready)))).flat();
    const message = sentence(nodes, missing);
    if (message !== said) report?.({ done: nodes.length - missing.length, of: nodes.length, message });
    said = message;
    return missing.length === 0;
  };
  if (await poll(look, { pauseMs: POLL_MS, timeoutMs, signal })) return;
  throw new NodeNotReadyError(missing, timeoutMs);
}
