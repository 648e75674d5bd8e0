import type { LogChunk } from '@heddle/contracts';
import type { InspectAnswers } from '@heddle/queue';
import { NodeUnknownError } from '@heddle/runtime';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkerServices } from '../services';

/** Milliseconds until a reader looks again for a node that has no log yet. */
const LOOK_AGAIN_MS = 1_000;

/** The log of a node that is planned, or that is being recreated. */
async function nothingYet(waitMs: number): Promise<LogChunk> {
  await delay(Math.min(waitMs, LOOK_AGAIN_MS));
  return { text: '', offset: 0, nextOffset: 0, truncated: false };
}

/** Answers to the API's questions; the API never connects to nodes itself. */
export function inspectAnswers({ database, runtimes }: WorkerServices): InspectAnswers {
  return {
    'node.logs': async ({ nodeId, query: { offset, tailBytes, waitMs } }) => {
      const { chainId, name } = await database.store.nodes.get(nodeId);
      const request = { tailBytes, waitMs, ...(offset !== undefined && { offset }) };
      const log = await runtimes.logs({ chainId, name }, request).catch((error: unknown) => {
        if (error instanceof NodeUnknownError) return nothingYet(waitMs);
        throw error;
      });
      return { ask: 'node.logs', log };
    },
    'node.log-level': async ({ nodeId, spec }) => {
      const { chainId, name } = await database.store.nodes.get(nodeId);
      await runtimes.setLogSpec({ chainId, name }, spec ?? '');
      return { ask: 'node.log-level' };
    },
    'chain.events': async ({ chainId }) => ({ ask: 'chain.events', events: await runtimes.events(chainId) }),
  };
}
