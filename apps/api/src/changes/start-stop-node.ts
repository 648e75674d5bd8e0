import type { NodeEntity, Store } from '@heddle/data';
import { ApiError } from '../errors/api-error';
import { assertQuorumWithout } from './consenter-quorum';
import { channelsOfNode, fabricNode, nodesOfKind } from './find-channels';
import { lossesWhileDown } from './node-down';
import { levelStep, planned, startNodeStep, type ChangePlanner } from './planned-change';

/** Plans the stop of a node, unless a channel would lose its quorum. It can be started again, so lost endorsements warn. */
export const planNodeStop: ChangePlanner<'node.stop'> = async (store, { id: chainId }, change, policiesOf) => {
  const row = await fabricNode(store, { chainId, name: change.node });
  const { name: node, kind, desired } = row;
  if (desired === 'stopped') throw refused(`${node} is stopped.`, 'Start it when it is needed.');
  if (kind === 'orderer') await assertQuorumStays(store, row);
  return {
    preview: {
      node,
      restarts: [],
      warnings: kind === 'peer' ? await lossesWhileDown(store, row, policiesOf) : [],
      steps: [
        planned('stop_node', { node }, `Stop ${node}; its ledger is kept, and it stays stopped until it is started`),
      ],
    },
    reserve: () => Promise.resolve({ chainId, node }),
  };
};

export const planNodeStart: ChangePlanner<'node.start'> = async (store, { id: chainId }, change) => {
  const { name: node, state } = await fabricNode(store, { chainId, name: change.node });
  if (state === 'running') throw refused(`${node} runs.`, 'Restart it if it does not answer.');
  return {
    preview: { node, restarts: [], warnings: [], steps: [startNodeStep(node), levelStep(node)] },
    reserve: () => Promise.resolve({ chainId, node }),
  };
};

async function assertQuorumStays(store: Store, row: NodeEntity): Promise<void> {
  const orderers = await nodesOfKind(store, row.chainId, 'orderer');
  for (const one of await channelsOfNode(store, row)) assertQuorumWithout({ ...one, node: row.name, orderers });
}

const refused = (message: string, remedy: string): ApiError => new ApiError('invalid_state', message, { remedy });
