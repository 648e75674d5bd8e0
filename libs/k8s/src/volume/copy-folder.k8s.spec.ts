import type { RuntimeDriver, VolumeFolder } from '@heddle/runtime';
import { until as untilGiven } from '../reach/testing/until';
import { kubernetesHarness, type KubernetesHarness } from '../testing/kubernetes-harness';

jest.setTimeout(120_000);

let harness: KubernetesHarness;
let runtime: RuntimeDriver;
let chainId: string;

const folder = (name: string, path: string): VolumeFolder => ({ chainId, name, volume: 'ledger', path });
const source = () => folder('orderer0', 'source');
const target = () => folder('peer0-org1', 'copies/target');
const shell = (at: VolumeFolder, script: string) => harness.shell(at, script);
const copies = () => shell(folder('peer0-org1', 'copies'), 'ls');
const until = (isSo: () => Promise<boolean>) => untilGiven(async () => ((await isSo()) ? true : undefined));
/** Programs of copies that run in a pod. */
const archivers = (name: string) => shell(folder(name, '.'), 'ps -o args | grep "^tar " || true');

beforeAll(async () => {
  harness = await kubernetesHarness();
  runtime = await harness.open();
  const chain = await harness.chain(runtime);
  chainId = chain.chainId;
  await runtime.apply(chain.workloads);
  await runtime.waitUntilReady({ chainId }, { timeoutMs: 120_000 });
  await shell(folder('orderer0', '.'), 'mkdir source && head -c 300000000 /dev/zero > source/large');
});
afterAll(async () => {
  await harness.close();
  await harness.settled();
});

describe('a copy between pods', () => {
  beforeEach(() => shell(folder('peer0-org1', '.'), 'mkdir -p copies && rm -rf copies/*'));

  it('ends its programs in both pods when it is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const copying = runtime.copyFolder(source(), target(), { signal: cancel.signal });
    await until(async () => (await copies()) === 'target.draft\n');
    cancel.abort();
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
    expect(await copies()).toBe('');
    await until(async () => (await archivers('orderer0')) === '');
    await until(async () => (await archivers('peer0-org1')) === '');
  });

  it('fails with the words of the side that fails, and ends the other', async () => {
    await shell(folder('peer0-org1', '.'), 'echo text > copies/file');
    const copying = runtime.copyFolder(source(), folder('peer0-org1', 'copies/file/target'));
    await expect(copying).rejects.toMatchObject({
      code: 'volume_unavailable',
      message: expect.stringMatching(
        /^\/var\/heddle\/ledger\/copies\/file\/target of peer0-org1: .*directory/s,
      ) as string,
    });
    expect(await shell(folder('peer0-org1', 'copies'), 'cat file')).toBe('text\n');
    await until(async () => (await archivers('orderer0')) === '');
  });

  it('does not replace what is there by a folder that is read incompletely', async () => {
    await shell(folder('peer0-org1', '.'), 'mkdir copies/target && echo first > copies/target/file');
    await shell(folder('orderer0', '.'), 'mkdir -p closed && echo text > closed/file && chmod 000 closed/file');
    await expect(runtime.copyFolder(folder('orderer0', 'closed'), target())).rejects.toMatchObject({
      message: expect.stringMatching(/closed of orderer0: .*denied/s) as string,
    });
    expect(await copies()).toBe('target\n');
    expect(await shell(target(), 'cat file')).toBe('first\n');
  });

  it('needs both nodes to run', async () => {
    await runtime.stop({ chainId, names: ['orderer0'] });
    await expect(runtime.copyFolder(source(), target())).rejects.toMatchObject({
      code: 'volume_unavailable',
      message: '/var/heddle/ledger/source of orderer0: It has no running pod.',
      remedy: expect.stringContaining('orderer0 runs') as string,
    });
  });
});
