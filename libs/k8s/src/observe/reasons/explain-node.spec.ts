import { z } from 'zod';
import type { ChainView } from '../chain-view';
import { Claim, Deployment, KubeEvent, Pod, StatefulSet } from '../kube-objects';
import { nodesOf, type NodeView } from '../node-view';
import recorded from '../testing/recorded-chain.json';
import { explainNode } from './explain-node';
import { afterName, type NodeReason, type Trouble } from './node-reason';

/** Objects of a real cluster (Kubernetes 1.34), about a minute after they were created. */
const CHAIN: ChainView = {
  workloads: [...z.array(StatefulSet).parse(recorded.statefulSets), ...z.array(Deployment).parse(recorded.deployments)],
  pods: z.array(Pod).parse(recorded.pods),
  claims: z.array(Claim).parse(recorded.claims),
  events: z.array(KubeEvent).parse(recorded.events),
  slices: [],
};
const NOW = Date.parse('2026-11-23T14:09:30Z');

const node = (name: string): NodeView => {
  const [found] = nodesOf(CHAIN, { names: [name] });
  if (found === undefined) throw new Error(`${name} was not recorded.`);
  return found;
};
const podOf = ({ pod }: NodeView): Pod => {
  if (pod === undefined) throw new Error('There is no pod.');
  return pod;
};
const explain = (view: NodeView, lastLines: readonly string[] = []): NodeReason =>
  explainNode(view, { now: NOW, lastLines });

/** The same node with the same events, after its faults were corrected. */
function healed(view: NodeView): NodeView {
  const { metadata, status } = view.workload;
  const labels = { 'controller-revision-hash': status.updateRevision };
  const pod = Pod.parse({
    metadata: { ...metadata, labels },
    spec: { containers: [{ name: 'node' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: 'node',
          ready: true,
          started: true,
          restartCount: 3,
          state: { running: { startedAt: '2026-11-23T14:09:20Z' } },
        },
      ],
    },
  });
  const workload = { ...view.workload, status: { ...status, replicas: 1, updatedReplicas: 1 } };
  return { ...view, pod: { ...view.pod, ...pod }, workload, published: true };
}

interface Row extends Omit<Trouble, 'sentence'> {
  readonly name: string;
  readonly sentence: string | RegExp;
  readonly lastLines?: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'wrong-image',
    state: 'unready',
    code: 'image_unavailable',
    outlook: 'hopeless',
    sentence: /^Image registry\.invalid\/fabric-peer:9\.9\.9 cannot be pulled \(Head .*no such host\)\.$/,
  },
  {
    name: 'bad-name',
    state: 'unready',
    code: 'image_unavailable',
    outlook: 'hopeless',
    sentence: /^Image Registry\/UPPER:tag cannot be pulled \(.*repository name \(UPPER\) must be lowercase\)\.$/,
  },
  {
    name: 'huge',
    state: 'unready',
    code: 'unschedulable',
    outlook: 'doubtful',
    sentence: 'No machine has 64 CPU and 500Gi memory free: 1 Insufficient cpu, 1 Insufficient memory.',
  },
  {
    name: 'crashing',
    state: 'crashed',
    code: 'node_failed',
    outlook: 'hopeless',
    lastLines: ['starting', 'panic: no genesis block', 'goroutine 1 [running]:'],
    sentence: 'The container ended by itself with exit code 3 after 3 restarts: panic: no genesis block.',
  },
  {
    name: 'oom',
    state: 'crashed',
    code: 'node_failed',
    outlook: 'hopeless',
    sentence: 'The container used more memory than its limit of 16Mi after 3 restarts.',
  },
  {
    name: 'probing',
    state: 'unready',
    code: 'node_not_ready',
    outlook: 'hopeful',
    sentence: /^Readiness probe of probing-0 fails: dial tcp .*:7051: connect: connection refused\.$/,
  },
  {
    name: 'livefail',
    state: 'crashed',
    code: 'node_failed',
    outlook: 'hopeless',
    sentence: 'The container was ended as its probe failed after 4 restarts: disk is gone.',
  },
  {
    name: 'no-config',
    state: 'unready',
    code: 'node_failed',
    outlook: 'doubtful',
    sentence: 'The container cannot be made: secret "absent" not found.',
  },
  {
    name: 'no-command',
    state: 'crashed',
    code: 'node_failed',
    outlook: 'hopeless',
    sentence: /^The container could not be started after 3 restarts: .*\/no\/such\/program: no such file or directory/,
  },
  {
    name: 'classless',
    state: 'unready',
    code: 'volume_pending',
    outlook: 'doubtful',
    sentence: 'Claim classless-data gets no volume: storageclass.storage.k8s.io "absent-class" not found.',
  },
  {
    name: 'unprovisioned',
    state: 'unready',
    code: 'volume_pending',
    outlook: 'doubtful',
    sentence: /^Claim unprovisioned-data gets no volume: Waiting for .* external provisioner 'example\.com\/absent'/,
  },
  {
    name: 'claimless',
    state: 'unready',
    code: 'volume_pending',
    outlook: 'doubtful',
    sentence: 'Claim absent-data is not there.',
  },
  {
    name: 'nfs-dead',
    state: 'unready',
    code: 'volume_unavailable',
    outlook: 'doubtful',
    sentence: 'NFS unreachable.test:/exports cannot be mounted: mount.nfs: Connection timed out.',
  },
  {
    name: 'over-quota',
    state: 'unready',
    code: 'quota_exceeded',
    outlook: 'doubtful',
    sentence:
      'Quota small is too small: limits.cpu=2,requests.cpu=2 asked for, limits.cpu=0,requests.cpu=0 used, limits.cpu=1,requests.cpu=100m allowed.',
  },
  {
    name: 'over-quota-cc',
    state: 'unready',
    code: 'quota_exceeded',
    outlook: 'doubtful',
    sentence: /^Quota small is too small: limits\.cpu=2,requests\.cpu=2 asked for/,
  },
];

describe('explainNode', () => {
  it.each(ROWS)('explains $name as $code', ({ name, lastLines, sentence, state, code, outlook }) => {
    const reason = explain(node(name), lastLines);
    expect(reason).toMatchObject({ state, code, outlook });
    if (typeof sentence === 'string') expect(reason.sentence).toBe(sentence);
    else expect(reason.sentence).toMatch(sentence);
  });

  it.each(ROWS)('says nothing of $name once it is well, whatever happened before', ({ name }) => {
    expect(explain(healed(node(name)))).toEqual({ state: 'running', code: null, sentence: null });
  });

  it('covers everything that was recorded', () => {
    expect(nodesOf(CHAIN, {}).map(({ name }) => name)).toEqual(ROWS.map(({ name }) => name).sort());
  });

  it('has hope after the first failed pull and after the first crash', () => {
    const pulling = node('wrong-image');
    const once = pulling.podEvents
      .map((event) => ({ ...event, count: 1 }))
      .filter(({ message }) => message.startsWith('Failed'));
    expect(explain({ ...pulling, podEvents: once.slice(0, 1) })).toMatchObject({ outlook: 'doubtful' });
    const crashing = node('crashing');
    const pod = podOf(crashing);
    const [status] = pod.status.containerStatuses;
    const long = {
      terminated: {
        exitCode: 2,
        reason: '',
        message: '',
        startedAt: '2026-11-23T13:00:00Z',
        finishedAt: '2026-11-23T14:00:00Z',
      },
    };
    for (const change of [{ restartCount: 1 }, { restartCount: 9, lastState: long }]) {
      const containerStatuses = status === undefined ? [] : [{ ...status, ...change }];
      expect(explain({ ...crashing, pod: { ...pod, status: { ...pod.status, containerStatuses } } })).toMatchObject({
        state: 'crashed',
        outlook: 'hopeful',
      });
    }
  });

  it('keeps waiting while the cluster grows, and while a volume is being provisioned', () => {
    const event = (reason: string) => KubeEvent.parse({ metadata: { name: reason }, involvedObject: {}, reason });
    expect(explain({ ...node('huge'), podEvents: [event('TriggeredScaleUp')] })).toMatchObject({ outlook: 'hopeful' });
    const unprovisioned = node('unprovisioned');
    const claims = unprovisioned.claims.map((claim) => ({ ...claim, events: [event('Provisioning')] }));
    expect(explain({ ...unprovisioned, claims })).toMatchObject({ code: 'volume_pending', outlook: 'hopeful' });
  });

  it('calls it a crash of chaincode where it is one', () => {
    expect(explain({ ...node('crashing'), kind: 'chaincode' })).toMatchObject({ code: 'chaincode_crashed' });
  });

  it('reports an evicted pod and a lost machine', () => {
    const probing = node('probing');
    const pod = podOf(probing);
    const status = { ...pod.status, phase: 'Failed', reason: 'Evicted', message: 'The node was low on memory. ' };
    expect(explain({ ...probing, pod: { ...pod, status } })).toMatchObject({
      state: 'crashed',
      sentence: 'The pod was ended by its machine (Evicted): The node was low on memory.',
    });
    const machineTrouble = 'NodeStatusUnknown: Kubelet stopped posting node status.';
    expect(explainNode(probing, { now: NOW, machineTrouble })).toMatchObject({
      state: 'unreachable',
      sentence: expect.stringContaining(machineTrouble) as string,
    });
  });

  describe('of a node whose pod is ready', () => {
    const well = healed(node('probing'));

    it('does not call it running before its Service leads to it', () => {
      expect(explain({ ...well, published: false }).state).toBe('starting');
    });

    it('does not call it running while a pod of the old template serves', () => {
      const pod = podOf(well);
      const old = { ...pod, metadata: { ...pod.metadata, labels: { 'controller-revision-hash': 'old' } } };
      expect(explain({ ...well, pod: old }).state).toBe('starting');
      const { metadata } = well.workload;
      const ahead = { ...well.workload, metadata: { ...metadata, generation: metadata.generation + 1 } };
      expect(explain({ ...well, workload: ahead }).state).toBe('starting');
    });

    it('distinguishes a held node from one that another client scaled down', () => {
      const { workload } = well;
      const down = { ...workload, spec: { ...workload.spec, replicas: 0 } };
      const held = { ...down, metadata: { ...down.metadata, annotations: { 'heddle.dev/held': 'true' } } };
      expect(explain({ ...well, workload: held })).toMatchObject({ state: 'stopping' });
      expect(explain({ ...well, pod: undefined, workload: held })).toMatchObject({ state: 'stopped', sentence: null });
      expect(explain({ ...well, pod: undefined, workload: down })).toMatchObject({
        state: 'stopped',
        sentence: 'It was scaled to 0 by another client.',
      });
    });
  });

  it('leaves the colon out where a probe says nothing', () => {
    const probing = node('probing');
    const podEvents = probing.podEvents.map((event) => ({ ...event, message: 'Readiness probe failed: ' }));
    expect(explain({ ...probing, podEvents }).sentence).toBe('Readiness probe of probing-0 fails.');
  });

  it('is starting for the first half minute, and unready after it', () => {
    const probing = node('probing');
    const startedAt = podOf(probing).status.containerStatuses[0]?.state.running?.startedAt ?? '';
    expect(explainNode(probing, { now: Date.parse(startedAt) + 29_000 }).state).toBe('starting');
    expect(explainNode(probing, { now: Date.parse(startedAt) + 31_000 }).state).toBe('unready');
  });
});

describe('afterName', () => {
  it('joins a sentence to a name', () => {
    expect(afterName('peer0', 'Image x cannot be pulled (no).')).toBe('peer0: image x cannot be pulled (no)');
    expect(afterName('peer0', 'NFS a:/b cannot be mounted.')).toBe('peer0: NFS a:/b cannot be mounted');
  });
});
