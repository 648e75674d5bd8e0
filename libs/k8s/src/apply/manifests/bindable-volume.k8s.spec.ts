import { randomUUID } from 'node:crypto';
import { renderChain } from '../../model/render-chain';
import { SHARED_CLAIM } from '../../model/shared-volume';
import { namespaceOf } from '../../names';
import { testContext } from '../../testing/kubernetes-harness';
import { applyManifests } from './apply-manifests';
import { ClusterCalls } from '../requests/cluster-calls';
import { removeNodes } from '../nodes/remove-nodes';
import { CLAIMS, PERSISTENT_VOLUMES } from '../requests/resource-path';
import { watchUntil } from '../requests/watch-until';

jest.setTimeout(120_000);

/** More than twice the 15 seconds after which Kubernetes checks a claim again: one of five may still come too early. */
const BOUND_MS = 45_000;

const chainIds = Array.from({ length: 5 }, () => randomUUID());
let calls: ClusterCalls;

beforeAll(async () => {
  calls = new ClusterCalls(await testContext());
});
afterAll(() => Promise.all(chainIds.map((chainId) => removeNodes(calls, { chainId }, { graceMs: 0 }))));

it('the claims of volumes that are made for them are bound', async () => {
  await Promise.all(
    chainIds.map(async (chainId) => {
      await applyManifests(calls, renderChain({ context: calls.context, chainId }).objects);
      await watchUntil(calls, {
        type: CLAIMS,
        namespace: namespaceOf(chainId),
        fieldSelector: `metadata.name=${SHARED_CLAIM}`,
        waitingFor: ([claim]) =>
          (claim?.['status'] as { phase?: string } | undefined)?.phase === 'Bound'
            ? null
            : `${SHARED_CLAIM} is not bound`,
        deadline: { ms: BOUND_MS, error: (waitingFor) => new Error(waitingFor) },
      });
    }),
  );
  const volume = await calls.find(PERSISTENT_VOLUMES, { name: `${namespaceOf(chainIds[0] ?? '')}-shared` });
  expect(volume?.['status']).toMatchObject({ phase: 'Bound' });
});
