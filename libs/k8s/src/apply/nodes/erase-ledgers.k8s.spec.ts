import { randomUUID } from 'node:crypto';
import { namespaceOf } from '../../names';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';
import { ClusterCalls } from '../requests/cluster-calls';
import { NAMESPACES, PERSISTENT_VOLUMES } from '../requests/resource-path';
import { runPod } from './run-pod';

jest.setTimeout(90_000);

/** A folder of the machine that only this test uses. */
const FOLDER = `/tmp/heddle-test-${randomUUID()}`;
const looking = `heddle-looks-${randomUUID().slice(-12)}`;

let harness: KubernetesHarness;
let calls: ClusterCalls;

beforeAll(async () => {
  harness = await kubernetesHarness({ settings: { ledgers: { type: 'host_path', path: FOLDER } } });
  calls = new ClusterCalls(harness.context);
  await calls.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: looking } });
});
afterAll(async () => {
  await onMachine(['rm', '-rf', `/machine/${FOLDER}`]);
  await calls.delete(NAMESPACES, looking);
  await harness.close();
  await harness.settled();
});

/** The output of a command that sees the folders of the machine below /machine. */
async function onMachine(command: string[]): Promise<readonly string[]> {
  const { succeeded, lines } = await runPod(
    calls,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `look-${randomUUID()}`, namespace: looking },
      spec: {
        restartPolicy: 'Never',
        containers: [
          { name: 'look', image: 'busybox:1.36', command, volumeMounts: [{ name: 'tmp', mountPath: '/machine/tmp' }] },
        ],
        volumes: [{ name: 'tmp', hostPath: { path: '/tmp' } }],
      },
    },
    command.join(' '),
  );
  if (!succeeded) throw new Error(lines.join('\n'));
  return lines;
}

const files = () => onMachine(['find', `/machine${FOLDER}`, '-type', 'f']);

describe('ledgers in folders of a machine', () => {
  it('outlive a release that keeps them, and are erased by one that does not', async () => {
    const runtime = await harness.open();
    const { chainId, workloads } = await harness.chain(runtime);
    await runtime.apply(workloads);
    await runtime.waitUntilReady({ chainId });
    await runtime.remove({ chainId }, { graceMs: 1_000, keepLedgers: true });
    expect((await files()).length).toBeGreaterThan(0);
    const messages: string[] = [];
    await runtime.remove({ chainId }, { graceMs: 1_000, report: ({ message }) => messages.push(message) });
    expect(messages.filter((message) => message.includes('stays'))).toEqual([]);
    expect(await files()).toEqual([]);
    expect(await calls.list(PERSISTENT_VOLUMES, { labelSelector: `heddle.dev/chain=${chainId}` })).toEqual([]);
    expect(await calls.find(NAMESPACES, { name: namespaceOf(chainId) })).toBeUndefined();
  });
});
