import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type {
  KubernetesObject,
  V1Deployment,
  V1EnvVar,
  V1Job,
  V1PersistentVolumeClaim,
  V1Pod,
  V1Secret,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';
import { loadAll } from 'js-yaml';
import { CHART, ensureHelm, helmIn, type Helm } from './helm.ts';

let helm: Helm;
before(
  async () => {
    helm = helmIn(await ensureHelm(), 'production');
  },
  { timeout: 600_000 },
);

const KUBERNETES = ['--kube-version', '1.34.0'];
const set = (...values: string[]) => values.flatMap((value) => ['--set', value]);

async function render(...args: string[]): Promise<KubernetesObject[]> {
  const documents = loadAll(await helm('template', 'main', CHART, ...KUBERNETES, ...args));
  return (documents as (KubernetesObject | null | undefined)[]).filter((document) => document != null);
}

interface ScaledObject extends KubernetesObject {
  readonly spec: { readonly triggers: readonly { readonly metadata: Record<string, string> }[] };
}

interface Kinds {
  readonly Deployment: V1Deployment;
  readonly HorizontalPodAutoscaler: V2HorizontalPodAutoscaler;
  readonly Job: V1Job;
  readonly PersistentVolumeClaim: V1PersistentVolumeClaim;
  readonly Pod: V1Pod;
  readonly ScaledObject: ScaledObject;
  readonly Secret: V1Secret;
  readonly StatefulSet: V1StatefulSet;
}

const ofKind = <Kind extends keyof Kinds>(objects: readonly KubernetesObject[], kind: Kind) =>
  objects.filter((object): object is Kinds[Kind] => object.kind === kind);

const deployment = (objects: readonly KubernetesObject[], name: string) =>
  ofKind(objects, 'Deployment').find(({ metadata }) => metadata?.name?.endsWith(`-${name}`))?.spec;

/** The Secrets that a Job's variables come from. */
const secretNames = ({ spec }: V1Job) =>
  spec?.template.spec?.containers.flatMap(({ env = [] }) => env.flatMap(secretName)) ?? [];

const secretName = ({ valueFrom }: V1EnvVar) => valueFrom?.secretKeyRef?.name ?? [];

const hookOf = ({ metadata }: KubernetesObject) => metadata?.annotations?.['helm.sh/hook'];

const EXTERNAL = set(
  'mariadb.enabled=false',
  'bundledRedis.enabled=false',
  'database.url=mysql://heddle:pw@db.example.com:3306/heddle',
  'redis.url=rediss://:queue-password@redis.example.com:6380/0',
);

describe('the chart', { timeout: 120_000 }, () => {
  it('passes helm lint', async () => {
    assert.match(await helm('lint', '--strict', CHART, ...KUBERNETES), /0 chart\(s\) failed/);
  });

  it('migrates an external database before the installation, and the bundled one after it', async () => {
    const hooks = async (...args: string[]) => ofKind(await render(...args), 'Job').map(hookOf);
    assert.deepEqual(await hooks(), ['post-install,pre-upgrade']);
    assert.deepEqual(await hooks(...EXTERNAL), ['pre-install,pre-upgrade']);
  });

  it('passes the database address to the first migration before the release has a Secret', async () => {
    const objects = await render(...EXTERNAL);
    const secret = ofKind(objects, 'Secret').find(hookOf);
    assert.equal(secret?.stringData?.['DATABASE_URL'], 'mysql://heddle:pw@db.example.com:3306/heddle');
    assert.deepEqual(ofKind(objects, 'Job').flatMap(secretNames), [secret.metadata?.name]);
    assert.deepEqual(ofKind(objects, 'StatefulSet'), []);
  });

  it('scales workers by the queue with KEDA, or by the metric, and then does not set replicas', async () => {
    const keda = await render(...EXTERNAL, '--api-versions', 'keda.sh/v1alpha1');
    const [scaled] = ofKind(keda, 'ScaledObject');
    assert.deepEqual(scaled?.spec.triggers[0]?.metadata, {
      address: 'redis.example.com:6380',
      listName: 'heddle:operations:wait',
      listLength: '4',
      enableTLS: 'true',
    });
    const passwords = ofKind(keda, 'Secret').flatMap(({ stringData }) => stringData?.['REDIS_PASSWORD'] ?? []);
    assert.deepEqual(passwords, ['queue-password']);
    const external = await render(...set('worker.autoscaling.mode=external'));
    assert.equal(
      ofKind(external, 'HorizontalPodAutoscaler')[0]?.spec.metrics?.[0]?.external?.metric.name,
      'heddle_queue_jobs',
    );
    const workers = [keda, external, await render()].map((objects) => deployment(objects, 'worker') ?? assert.fail());
    assert.deepEqual(
      workers.map(({ replicas }) => replicas),
      [undefined, undefined, 2],
    );
  });

  it('runs every pod without root, a writable root file system or capabilities', async () => {
    const objects = await render();
    const owners = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')];
    const pods = [...ofKind(objects, 'Pod'), ...owners.flatMap(({ spec }) => spec?.template ?? [])];
    assert.equal(pods.length, 7);
    for (const { spec } of pods) {
      assert.equal(spec?.securityContext?.runAsNonRoot, true);
      for (const { securityContext } of [...spec.containers, ...(spec.initContainers ?? [])])
        assert.deepEqual(securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });

  it('mounts the shared folder from NFS, and renders no Secret when an existing one is named', async () => {
    const objects = await render(
      ...set('shared.type=nfs', 'shared.nfs.server=nfs', 'shared.nfs.path=/heddle', 'secrets.existing=mine'),
    );
    assert.deepEqual([ofKind(objects, 'PersistentVolumeClaim'), ofKind(objects, 'Secret')], [[], []]);
    const volumes = deployment(objects, 'api')?.template.spec?.volumes ?? [];
    assert.deepEqual(volumes.find(({ name }) => name === 'shared')?.nfs, { server: 'nfs', path: '/heddle' });
  });

  it('rejects invalid values', async () => {
    for (const value of [
      'worker.replicas=0',
      'shared.type=floppy',
      'admin.password=short',
      'apii.replicas=2',
      'shared.type=nfs',
    ])
      await assert.rejects(render(...set(value)), /helm template failed/, value);
    await assert.rejects(render(...set('mariadb.enabled=false')), /database.url is needed/);
  });
});
