import { startLevels } from '@heddle/runtime';
import { STATEFUL_SETS } from '../requests/resource-path';
import { fabricWorkloads, renderContext } from '../../model/testing/fabric-chain';
import { renderNode } from '../../model/render-node';
import { asDependent, dependencyAnnotation, objectsByLevel } from './dependencies';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';

async function rendered(dependsOn: readonly string[]) {
  const [workload] = fabricWorkloads(CHAIN_ID);
  if (workload === undefined) throw new Error('There is no workload.');
  const annotations = dependencyAnnotation(dependsOn);
  const { objects } = await renderNode({ context: renderContext(), workload, replicas: 1, annotations });
  const runs = objects.find(({ kind }) => kind === 'StatefulSet');
  if (runs === undefined) throw new Error('There is no StatefulSet.');
  return { objects, runs };
}

it.each([[[]], [['db']], [['kafka0', 'kafka1']]])(
  'dependencies %j are read from the object that they are written to',
  async (dependsOn) => {
    const { runs } = await rendered(dependsOn);
    const live = { ...runs, metadata: { ...runs.metadata, uid: 'u', resourceVersion: '1' } };
    const workload = { type: STATEFUL_SETS, chainId: CHAIN_ID, node: 'orderer0', namespace: 'n', live };
    expect(asDependent(workload)).toMatchObject({ name: 'orderer0', dependsOn });
  },
);

it('dependencies change nothing of the pods', async () => {
  const [without, linked] = await Promise.all([rendered([]), rendered(['db'])]);
  expect(linked.runs['spec']).toEqual(without.runs['spec']);
});

it('objects are applied with the level of their node, and shared ones first', async () => {
  const { objects } = await rendered([]);
  const levels = startLevels(
    [
      { name: 'orderer0', dependsOn: ['db'] },
      { name: 'db', dependsOn: [] },
    ],
    [],
  );
  const byLevel = objectsByLevel(objects, levels);
  const kinds = (level: number) => (byLevel.get(level) ?? []).map(({ kind }) => kind);
  expect(kinds(0)).toEqual(['PodDisruptionBudget']);
  expect(kinds(1)).toEqual(objects.map(({ kind }) => kind).filter((kind) => kind !== 'PodDisruptionBudget'));
});
