import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { extract, type Header } from 'tar-stream';
import { clusterEnvironment } from './environment.ts';
import { writeArchive } from './images/archive.ts';
import { copyOf, folder, text } from './images/tree.ts';
import { overlap } from './machine.ts';
import { checkMachine } from './prepare.ts';
import { SLOTS, clusterSettings } from './settings.ts';

describe('a cluster’s settings', () => {
  const slots = Array.from({ length: SLOTS }, (_, slot) => clusterSettings({ HEDDLE_CACHE: '/c' }, { slot }));

  it('have defaults', () => {
    const { name, state, interface: link, hostAddress, nodeAddress, apiServiceAddress } = slots[0] ?? assert.fail();
    assert.deepEqual([name, state, link], ['heddle', '/c/cluster/heddle', 'hdlk0']);
    assert.deepEqual([hostAddress, nodeAddress, apiServiceAddress], ['10.78.0.1', '10.78.0.2', '10.97.0.1']);
  });

  it('of two slots share no name, folder or network', () => {
    const networks = slots.flatMap(({ linkCidr, podCidr, serviceCidr }) => [linkCidr, podCidr, serviceCidr]);
    const clashes = networks.filter((one, index) => networks.slice(index + 1).some((other) => overlap(one, other)));
    assert.deepEqual(clashes, []);
    const names = slots.flatMap(({ name, state, interface: link }) => [name, state, link]);
    assert.equal(new Set(names).size, names.length);
  });

  it('are rejected with a remedy where they cannot work', () => {
    const refused = (env: NodeJS.ProcessEnv) => () => clusterSettings({ HEDDLE_CACHE: '/c', ...env });
    assert.throws(refused({ HEDDLE_CLUSTER_STATE: '/var/lib/x' }), { remedy: /--state/ });
    assert.throws(refused({ HEDDLE_CLUSTER_STATE: `/${'x'.repeat(90)}` }), { remedy: /shorter/ });
    assert.throws(refused({ HEDDLE_CLUSTER_SLOT: '8' }), { remedy: /0 to 7/ });
    for (const cidr of ['10.0.0.0', '10.0.0.1/24', '10.0.0.256/30', '10.0.0.0/29'])
      assert.throws(refused({ HEDDLE_CLUSTER_POD_CIDR: cidr }), { name: 'ToolError' }, cidr);
  });

  it('give tests the folder of the export', () => {
    const variables = clusterEnvironment(
      clusterSettings({ HEDDLE_CLUSTER_STATE: '/s', HEDDLE_CLUSTER_NFS_ROOT: '/n' }),
    );
    assert.equal(variables['KUBECONFIG'], '/s/run/admin.kubeconfig');
    const { HEDDLE_TEST_NFS_SERVER: server, HEDDLE_TEST_NFS_PATH: path } = variables;
    assert.equal(variables['HEDDLE_TEST_CLUSTER_SHARED'], `/n/${server}${path}`);
  });
});

describe('a machine that cannot have a cluster', () => {
  it('is reported with a remedy', () => {
    const alternative = { remedy: /KUBECONFIG/ };
    assert.throws(() => {
      checkMachine({ platform: 'darwin', uid: 0 });
    }, alternative);
    assert.throws(() => {
      checkMachine({ platform: 'linux', uid: 1000 });
    }, alternative);
    checkMachine({ platform: 'linux', uid: 0 });
  });
});

describe('networks', () => {
  it('overlap when one contains the other', () => {
    assert.equal(overlap('10.0.0.0/8', '10.97.0.0/16'), true);
    assert.equal(overlap('10.97.3.4', '10.97.0.0/16'), true);
    assert.equal(overlap('10.98.0.0/16', '10.97.0.0/16'), false);
    assert.equal(overlap('192.168.0.0/16', '10.97.0.0/16'), false);
  });
});

describe('an image’s archive', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'heddle-image-'));
    mkdirSync(join(root, 'source', 'left-out'), { recursive: true });
    writeFileSync(join(root, 'source', 'program'), 'run', { mode: 0o755 });
    symlinkSync('program', join(root, 'source', 'alias'));
    mkdirSync(join(root, 'beside'));
    writeFileSync(join(root, 'beside', 'shared'), 'of others');
    symlinkSync('../beside/shared', join(root, 'source', 'outside'));
    symlinkSync(join(root, 'nowhere'), join(root, 'source', 'dangling'));
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  const image = () => ({
    reference: 'example/image:1',
    inputs: [],
    config: { Env: [], Cmd: ['program'] },
    layers: [
      () => [folder('/etc'), text('/etc/name', 'x\n')],
      () => copyOf('/opt', join(root, 'source'), (path) => path !== 'left-out'),
    ],
  });

  it('names its parts by their hashes and contains the requested files', async () => {
    const path = join(root, 'a.tar');
    await writeArchive(image(), path);
    const files = await entriesOf(readFileSync(path));
    const contentOf = (name: string) => files.get(name)?.content ?? assert.fail(`no ${name}`);
    const [manifest] = JSON.parse(String(contentOf('manifest.json'))) as [Manifest];
    assert.deepEqual(manifest.RepoTags, ['example/image:1']);
    const config = JSON.parse(String(contentOf(manifest.Config))) as { rootfs: { diff_ids: string[] } };
    const layers = manifest.Layers.map(contentOf);
    assert.deepEqual(
      config.rootfs.diff_ids,
      layers.map((layer) => `sha256:${createHash('sha256').update(layer).digest('hex')}`),
    );
    const second = await entriesOf(layers[1] ?? assert.fail('one layer'));
    assert.deepEqual([...second.keys()], ['opt', 'opt/alias', 'opt/outside', 'opt/program']);
    assert.equal(String(second.get('opt/outside')?.content), 'of others');
    assert.equal(second.get('opt/alias')?.header.linkname, 'program');
    assert.equal(second.get('opt/program')?.header.mode, 0o755);
  });

  it('is the same for the same content', async () => {
    const paths = [join(root, 'b.tar'), join(root, 'c.tar')];
    for (const path of paths) await writeArchive(image(), path);
    const [one, other] = paths.map((path) => readFileSync(path));
    assert.ok(one && other?.equals(one));
  });
});

/** manifest.json of a docker-archive. */
interface Manifest {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}

async function entriesOf(archive: Buffer): Promise<Map<string, { header: Header; content: Buffer }>> {
  const entries = new Map<string, { header: Header; content: Buffer }>();
  for await (const entry of Readable.from([archive]).pipe(extract())) {
    entries.set(entry.header.name, { header: entry.header, content: await buffer(entry) });
  }
  return entries;
}
