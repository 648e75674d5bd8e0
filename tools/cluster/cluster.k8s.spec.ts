import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { clusterProbe } from './testing/probe.ts';

const shared = process.env['HEDDLE_TEST_CLUSTER_SHARED'] ?? '';
const server = process.env['HEDDLE_TEST_NFS_SERVER'] ?? '';
const exported = process.env['HEDDLE_TEST_NFS_PATH'] ?? '';

/** A subfolder of the export for this run. */
const own = `probe-${randomBytes(4).toString('hex')}`;
const probe = clusterProbe(own);

before(async () => {
  mkdirSync(join(shared, own));
  // Pods write to it as another user.
  chmodSync(join(shared, own), 0o777);
  writeFileSync(join(shared, own, 'from-machine'), 'written by the machine\n');
  await probe.createNamespace();
});
after(async () => {
  await probe.deleteNamespace();
  rmSync(join(shared, own), { recursive: true });
});

describe('the test cluster', { timeout: 180_000 }, () => {
  it('runs pods that resolve Services, keep a volume and share an export with the machine', async () => {
    const script = [
      'nslookup kubernetes.default.svc.cluster.local | grep ^Name:',
      'echo kept > /volume/file && cat /volume/file',
      'cat /export/from-machine && echo "written by a pod" > /export/from-pod',
    ];
    await probe.apply([
      probe.claim('volume'),
      probe.pod('worker', {
        command: ['sh', '-ec', script.join('\n')],
        volumes: [
          { name: 'volume', persistentVolumeClaim: { claimName: 'volume' } },
          { name: 'export', nfs: { server, path: `${exported}/${own}` } },
        ],
      }),
    ]);
    await probe.waitFor('pod/worker', '{.status.phase}', 'Succeeded');
    assert.equal(
      await probe.logs('worker'),
      'Name:\tkubernetes.default.svc.cluster.local\nkept\nwritten by the machine\n',
    );
    assert.equal(readFileSync(join(shared, own, 'from-pod'), 'utf8'), 'written by a pod\n');
    assert.equal(await probe.read('pvc/volume', '{.status.phase}'), 'Bound');
  });

  it('serves a Service at a node port', async () => {
    await probe.apply([
      probe.pod('server', {
        command: ['sh', '-c', 'mkdir /tmp/www && echo hello > /tmp/www/index.html && httpd -f -p 8080 -h /tmp/www'],
      }),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'server' },
        spec: { type: 'NodePort', selector: { app: 'server' }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    ]);
    await probe.waitForReady('server');
    const port = await probe.read('service/server', '{.spec.ports[0].nodePort}');
    const address = await probe.nodeAddress();
    assert.equal(await probe.fetchText(`http://${address}:${port}/`), 'hello\n');
  });

  it('validates objects on the server', async () => {
    const refused = await probe.attempt(['apply', '--dry-run=server', '-f', '-'], {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'x' },
      spec: { containers: [] },
    });
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /spec.containers: Required value/);
  });
});
