import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArtifactPathError, ArtifactStore } from './artifact-store';

describe('ArtifactStore', () => {
  let root: string;
  let store: ArtifactStore;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'heddle-artifacts-'));
    store = new ArtifactStore(root);
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it('keeps files by chain and lists them by path', async () => {
    await store.writeAll('chain-1', { 'channels/orders/genesis.block': Buffer.from([1, 2]), 'a.json': '{}' });
    await store.write('chain-2', 'other', 'x');
    expect((await store.list('chain-1')).map(({ path, size }) => [path, size])).toEqual([
      ['a.json', 2],
      ['channels/orders/genesis.block', 2],
    ]);
    expect(await store.read('chain-1', 'channels/orders/genesis.block')).toEqual(Buffer.from([1, 2]));
  });

  it('replaces a file that is written again', async () => {
    await store.write('chain-1', 'a', 'old');
    await store.write('chain-1', 'a', 'new');
    expect((await store.read('chain-1', 'a')).toString()).toBe('new');
    expect(await store.list('chain-1')).toHaveLength(1);
  });

  it('removes a chain, and a second removal succeeds', async () => {
    await store.write('chain-1', 'a', 'x');
    await store.remove('chain-1');
    await store.remove('chain-1');
    expect(await store.list('chain-1')).toEqual([]);
  });

  it('removes a folder of a chain and keeps the rest', async () => {
    await store.writeAll('chain-1', { 'channels/a/genesis.block': 'x', 'channels/b/genesis.block': 'x' });
    await store.remove('chain-1', 'channels/a');
    await store.remove('chain-1', 'channels/a');
    expect((await store.list('chain-1')).map(({ path }) => path)).toEqual(['channels/b/genesis.block']);
    await expect(store.remove('chain-1', '..')).rejects.toThrow(ArtifactPathError);
  });

  it.each(['../escape', 'a/../../b', '', '/../x'])('refuses the path %j', async (path) => {
    await expect(store.write('chain-1', path, 'x')).rejects.toThrow(ArtifactPathError);
  });

  it.each(['..', 'a/b', ''])('refuses the chain id %j', async (chainId) => {
    await expect(store.write(chainId, 'a', 'x')).rejects.toThrow(ArtifactPathError);
  });
});
