import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { loadAll } from 'js-yaml';
import { CHART, ensureHelm, helmIn } from './helm.mjs';

/** @type {Awaited<ReturnType<typeof helmIn>>} */
let helm;
before(async () => void (helm = helmIn(await ensureHelm(), 'production')), { timeout: 600_000 });

const KUBERNETES = ['--kube-version', '1.34.0'];
const set = (/** @type {string[]} */ ...values) => values.flatMap((value) => ['--set', value]);

/**
 * @param {...string} args
 * @returns {Promise<any[]>} objects
 */
async function render(...args) {
  const documents = loadAll(await helm('template', 'main', CHART, ...KUBERNETES, ...args));
  return documents.filter((document) => document !== null && document !== undefined);
}

/**
 * @param {readonly any[]} objects
 * @param {string} kind
 */
const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);

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
    const hooks = async (/** @type {string[]} */ ...args) =>
      ofKind(await render(...args), 'Job')[0].metadata.annotations['helm.sh/hook'];
    assert.equal(await hooks(), 'post-install,pre-upgrade');
    assert.equal(await hooks(...EXTERNAL), 'pre-install,pre-upgrade');
  });

  it('passes the database address to the first migration before the release has a Secret', async () => {
    const objects = await render(...EXTERNAL);
    const [secret] = ofKind(objects, 'Secret').filter(({ metadata }) => metadata.annotations['helm.sh/hook']);
    assert.equal(secret.stringData.DATABASE_URL, 'mysql://heddle:pw@db.example.com:3306/heddle');
    const [{ spec }] = ofKind(objects, 'Job');
    assert.equal(spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name, secret.metadata.name);
    assert.deepEqual(ofKind(objects, 'StatefulSet'), []);
  });

  it('scales workers by the queue with KEDA, or by the metric, and then does not set replicas', async () => {
    const keda = await render(...EXTERNAL, '--api-versions', 'keda.sh/v1alpha1');
    const [scaled] = ofKind(keda, 'ScaledObject');
    assert.deepEqual(scaled.spec.triggers[0].metadata, {
      address: 'redis.example.com:6380',
      listName: 'heddle:operations:wait',
      listLength: '4',
      enableTLS: 'true',
    });
    const secret = ofKind(keda, 'Secret').find(({ stringData }) => stringData.REDIS_PASSWORD !== undefined);
    assert.equal(secret.stringData.REDIS_PASSWORD, 'queue-password');
    const external = await render(...set('worker.autoscaling.mode=external'));
    assert.equal(
      ofKind(external, 'HorizontalPodAutoscaler')[0].spec.metrics[0].external.metric.name,
      'heddle_queue_jobs',
    );
    const replicas = (/** @type {any[]} */ objects) =>
      ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name.endsWith('-worker')).spec.replicas;
    assert.deepEqual([replicas(keda), replicas(external), replicas(await render())], [undefined, undefined, 2]);
  });

  it('runs every pod without root, a writable root file system or capabilities', async () => {
    const objects = await render();
    const pods = objects.flatMap(({ kind, spec }) =>
      kind === 'Pod' ? [spec] : spec?.template ? [spec.template.spec] : [],
    );
    assert.equal(pods.length, 7);
    for (const pod of pods) {
      assert.equal(pod.securityContext.runAsNonRoot, true);
      for (const { securityContext } of [...pod.containers, ...(pod.initContainers ?? [])])
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
    const api = ofKind(objects, 'Deployment').find(({ metadata }) => metadata.name.endsWith('-api'));
    assert.deepEqual(api.spec.template.spec.volumes.find((/** @type {any} */ { name }) => name === 'shared').nfs, {
      server: 'nfs',
      path: '/heddle',
    });
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
