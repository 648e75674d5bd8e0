import { NodeNotReadyError, NodeUnknownError, type NodeSelector, type WaitOptions } from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalContext } from '../local-context';
import { latestStart } from '../process/node-process';
import { nodeFailure } from './node-failure';
import { knownNodes, type KnownNode } from './node-list';
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

async function missingOf(node: KnownNode, context: LocalContext): Promise<string[]> {
  const { process } = await latestStart(node.folder, context);
  if (process === undefined) throw await nodeFailure(node);
  const unmet = await firstUnmetOf(node, context);
  return unmet === null ? [] : [`${node.record.name}: ${unmet}`];
}

/** Returns once every selected node is ready; reports progress while it waits. */
export async function waitUntilReady(
  selector: NodeSelector,
  context: LocalContext,
  { signal, report, timeoutMs = TIMEOUT_MS }: WaitOptions,
): Promise<void> {
  const nodes = await knownNodes(context.root, selector);
  const unknown = selector.names?.find((name) => !nodes.some(({ record }) => record.name === name));
  if (unknown !== undefined) throw new NodeUnknownError(selector.chainId, unknown);
  const deadline = performance.now() + timeoutMs;
  let said = '';
  for (;;) {
    const missing = (await Promise.all(nodes.map((node) => missingOf(node, context)))).flat();
    const message = sentence(nodes, missing);
    if (message !== said) report?.({ done: nodes.length - missing.length, of: nodes.length, message });
    said = message;
    if (missing.length === 0) return;
    if (performance.now() > deadline) throw new NodeNotReadyError(missing, timeoutMs);
    await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}
