import type { InspectAnswers } from '@heddle/queue';
import type { WorkerServices } from '../services';

/** Answers to the API's questions; the API never connects to nodes itself. */
export function inspectAnswers({ database, runtimes }: WorkerServices): InspectAnswers {
  return {
    'node.logs': async ({ nodeId, query: { offset, tailBytes, waitMs } }) => {
      const { chainId, name } = await database.store.nodes.get(nodeId);
      const request = { tailBytes, waitMs, ...(offset !== undefined && { offset }) };
      return { ask: 'node.logs', log: await runtimes.logs({ chainId, name }, request) };
    },
    'chain.events': async ({ chainId }) => ({ ask: 'chain.events', events: await runtimes.events(chainId) }),
  };
}
