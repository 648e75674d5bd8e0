import { createHash } from 'node:crypto';
import { chaincodeServer, fabricWorkloads, renderContext } from './testing/fabric-chain';
import { renderNode } from './render-node';

const CHAIN = '00000000-0000-4000-8000-0123456789ab';
const context = renderContext();
const program = { image: 'node:24-slim', command: ['node'], args: [] };

/**
 * Digests of the pod templates of nodes with plain variables and no dependencies. Kubernetes replaces a pod whose
 * template changes, so a digest changes only in a release that is meant to restart every node.
 */
const DIGESTS: Readonly<Record<string, string>> = {
  orderer0: '00fc275a95634f09',
  'peer0-org1': '54ed978e58e3a4c0',
  'peer1-org1': 'a1c1bae993d89538',
  'cc-asset-transfer-org1-3f2a90c1': '1ab2433b31206de2',
};

it('an upgrade replaces no pod of a node that was planned before', async () => {
  const workloads = [...fabricWorkloads(CHAIN, 'monitoring ca'), chaincodeServer(CHAIN)];
  const digests = await Promise.all(
    workloads.map(async (workload) => {
      const { objects } = await renderNode({ context, workload, replicas: 1, program });
      const runs = objects.find(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment');
      return [workload.name, createHash('sha256').update(JSON.stringify(runs?.['spec'])).digest('hex').slice(0, 16)];
    }),
  );
  expect(Object.fromEntries(digests)).toEqual(DIGESTS);
});
