import { FullDisk } from './testing/full-disk';
import { leftovers, NOTHING_LEFT } from './testing/leftovers';
import { SMALL } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';

jest.setTimeout(60_000);

describe('a chain on a full disk', () => {
  let installation: TestInstallation;
  let disk: FullDisk;
  beforeAll(async () => {
    installation = await TestInstallation.open();
    disk = await FullDisk.mount(installation.layout.nodes);
    await installation.startWorker();
  });
  afterAll(async () => {
    await installation.dispose(() => disk.unmount());
  });

  it('fails with the path, and runs after a retry once there is space', async () => {
    await disk.fill();
    const chainId = await installation.defineChain(SMALL);
    const failed = await installation.run('chain.create', { chainId });
    expect(failed).toMatchObject({
      state: 'failed',
      error: {
        step: 'nodes',
        code: 'disk_full',
        message: `There is no space left on the disk that holds ${installation.layout.nodes}/${chainId}/orderer0.`,
        cause: expect.stringContaining('ENOSPC') as string,
        remedy: 'Free space on that disk, or move the data folder to a larger one, and retry.',
      },
    });
    await disk.free();
    expect(await installation.act('retry', failed.id)).toMatchObject({ state: 'succeeded', error: null });
    await disk.fill();
    expect(await installation.run('chain.release', { chainId, keepLedgers: false })).toMatchObject({
      state: 'succeeded',
      error: null,
    });
    expect(await leftovers(installation, chainId)).toEqual(NOTHING_LEFT);
  });
});
