import { FabricError, UnreachableError } from '@heddle/fabric';
import type { WorldNode } from '../world/chain-world';
import { explained } from './explain';
import { OperationFailure } from './operation-failure';

/** Runs work with one node. Errors contain the node's name in addition to its address. */
export async function atNode<Result>(node: WorldNode, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw atNodeFailure(node, error);
  }
}

function atNodeFailure({ plan: { name, kind } }: WorldNode, error: unknown): unknown {
  if (error instanceof UnreachableError) {
    const code = kind === 'orderer' ? 'orderer_unreachable' : 'peer_unreachable';
    return new OperationFailure(code, `${name} cannot be reached.`, {
      remedy: `Check the state and the log of ${name} (Nodes tab), restart it if it does not run, then retry.`,
      retryable: true,
      cause: error,
    });
  }
  if (!(error instanceof FabricError)) return error;
  const failure = explained(error);
  if (!(failure instanceof OperationFailure)) return failure;
  const { code, message, ...options } = failure;
  return new OperationFailure(code, `${name}: ${message}`, { ...options, cause: failure.cause });
}
