import { ApiError } from '../errors/api-error';
import { levelStep, planned, type ChangePlanner } from './planned-change';

/** Plans a rolling restart. Which orderer leads is found out when it runs; leaders are restarted last. */
export const planChainRestart: ChangePlanner<'chain.restart'> = async (store, { id: chainId }) => {
  const rows = (await store.nodes.ofChain(chainId)).filter(({ kind }) => kind !== 'chaincode');
  const down = rows.filter(({ state }) => state !== 'running');
  const [first] = down;
  if (first !== undefined) {
    throw new ApiError('invalid_state', `${first.name} is ${first.state}.`, {
      remedy: `Start ${down.map(({ name }) => name).join(', ')} first.`,
    });
  }
  const names = [...rows.filter(({ kind }) => kind === 'orderer'), ...rows.filter(({ kind }) => kind === 'peer')].map(
    ({ name }) => name,
  );
  return {
    preview: {
      node: null,
      restarts: names,
      warnings: [],
      steps: names.flatMap((node) => [planned('restart_node', { node }, `Restart ${node}`), levelStep(node)]),
    },
    reserve: () => Promise.resolve({ chainId }),
  };
};
