import { capabilitiesOf, type ChangePreview, type PlannedStep } from '@heddle/contracts';
import type { ChainEntity, NodeEntity, Store } from '@heddle/data';
import { ApiError, invalidField } from '../errors/api-error';
import { assertMayRestart, lossesWhileDown } from './node-down';
import { planned, readyStep, type ChangePlanner, type PoliciesOf } from './planned-change';

/** Plans the restart of one node, unless a channel would lose its quorum because another orderer is down. */
export const planNodeRestart: ChangePlanner<'node.restart'> = async (store, { id: chainId }, change, policiesOf) => {
  const row = await nodeNamed(store, { chainId, name: change.node });
  assertNotHeldDown(row);
  return {
    preview: await previewOf(store, row, {
      policiesOf,
      step: planned('restart_node', { node: row.name }, `Restart ${row.name}`),
    }),
    reserve: () => Promise.resolve({ chainId, nodeId: row.id }),
  };
};

/** Plans that a node restarts with other resources; they are stored in its row. */
export const planNodeResize: ChangePlanner<'node.resize'> = async (store, chain, change, policiesOf) => {
  const { node: name, resources } = change;
  assertResizable(chain);
  const row = await nodeNamed(store, { chainId: chain.id, name });
  const { requests, limits } = resources;
  const params = { node: name, cpu: requests.cpu, memory: requests.memory, memoryLimit: limits.memory };
  const message = `Replace ${name} by a pod with ${requests.cpu} CPU and ${requests.memory} of memory, at most ${limits.memory}; its ledger is kept`;
  return {
    preview: await previewOf(store, row, { policiesOf, step: planned('resize_node', params, message) }),
    reserve: async (transaction) => {
      await transaction.nodes.update(row.id, { resources });
      return { chainId: chain.id, nodeId: row.id };
    },
  };
};

/** A node that is down for a moment. */
async function previewOf(
  store: Store,
  row: NodeEntity,
  { step, policiesOf }: { readonly step: PlannedStep; readonly policiesOf: PoliciesOf },
): Promise<ChangePreview> {
  const { name: node } = row;
  await assertMayRestart(store, row);
  return {
    node,
    restarts: [node],
    warnings: await lossesWhileDown(store, row, policiesOf),
    steps: [step, readyStep(node)],
  };
}

/** @throws ApiError `validation_failed` for a node that the chain does not have */
async function nodeNamed(store: Store, { chainId, name }: { chainId: ChainEntity['id']; name: string }) {
  const node = await store.nodes.byName(chainId, name);
  if (node === null) throw invalidField('node', 'is not a node of this chain');
  return node;
}

/** The reconciler would stop a server without a purpose again at once. */
function assertNotHeldDown({ name, kind, desired }: NodeEntity): void {
  if (kind !== 'chaincode' || desired === 'running') return;
  throw new ApiError('invalid_state', `${name} stays stopped: its chaincode is stopped, or its deployment failed.`, {
    remedy: 'Start the chaincode, or retry its deployment.',
  });
}

function assertResizable(chain: ChainEntity): void {
  if (capabilitiesOf(chain).resize) return;
  throw new ApiError(
    'invalid_state',
    `The nodes of chain ${chain.name} are processes and share their machine's resources.`,
    {
      remedy: 'Only nodes of chains on a cluster have their own resources.',
    },
  );
}
