import type { NodeRef, RuntimeDriver, VolumeFolder } from '../driver';

/** A chain that runs, with what the tests of its volumes need. */
export interface RunningVolumes {
  readonly driver: RuntimeDriver;
  readonly from: NodeRef;
  readonly to: NodeRef;
  /** Runs a shell script in a folder of a volume, on the files that the node's program sees; returns what it wrote. */
  readonly shell: (folder: VolumeFolder, script: string) => Promise<string>;
}

const SCRIPT_MANY = [
  'mkdir -p source/inner/empty && cd source',
  'for i in $(seq 400); do echo "file $i" > inner/$i; done',
  'head -c 20000003 /dev/urandom > large',
  ': > none',
].join('\n');
const DIGEST = 'find . -type f -exec sha256sum {} + | sort -k 2; find . -type d | sort';

/** How every runtime copies and deletes folders of its nodes' volumes. */
export function volumeFolderContract(
  test: (what: string, body: () => Promise<void>) => void,
  running: () => Promise<RunningVolumes>,
): void {
  const folder = (node: NodeRef, path: string): VolumeFolder => ({ ...node, volume: 'ledger', path });

  test('copies a folder to another node, in place of what is there', async () => {
    const { driver, from, to, shell } = await running();
    const [source, target] = [folder(from, 'source'), folder(to, 'copies/target')];
    await shell(folder(from, '.'), SCRIPT_MANY);
    const path = await driver.copyFolder(source, target);
    expect(await shell(folder(to, '.'), `cd '${path}' && ${DIGEST}`)).toBe(await shell(source, DIGEST));
    await shell(source, 'rm -r inner && echo second > large');
    expect(await driver.copyFolder(source, target)).toBe(path);
    expect(await shell(target, 'cat large; find . | sort')).toBe('second\n.\n./large\n./none\n');
    expect(await shell(folder(to, 'copies'), 'ls')).toBe('target\n');
  });

  test('deletes a folder, whether or not it exists', async () => {
    const { driver, from, shell } = await running();
    await shell(folder(from, '.'), 'mkdir -p some/deep && echo text > some/deep/file && mkdir some/other');
    await driver.deleteFolder(folder(from, 'some/deep'));
    expect(await shell(folder(from, 'some'), 'ls')).toBe('other\n');
    await driver.deleteFolder(folder(from, 'some/deep'));
    await driver.deleteFolder(folder(from, 'none/at/all'));
  });

  test('keeps what is there when there is nothing to copy', async () => {
    const { driver, from, to, shell } = await running();
    await shell(folder(to, '.'), 'mkdir -p copies/target && echo first > copies/target/file');
    const failing = driver.copyFolder(folder(from, 'missing'), folder(to, 'copies/target'));
    await expect(failing).rejects.toMatchObject({
      code: 'volume_unavailable',
      retryable: true,
      message: expect.stringContaining(`of ${from.name}: `) as string,
    });
    expect(await shell(folder(to, 'copies'), 'ls && cat target/file')).toBe('target\nfirst\n');
  });

  test('ends a copy that is cancelled, and can repeat it', async () => {
    const { driver, from, to, shell } = await running();
    const [source, target] = [folder(from, 'source'), folder(to, 'copies/target')];
    await shell(folder(from, '.'), SCRIPT_MANY);
    await shell(folder(to, '.'), 'mkdir -p copies/target.draft && echo old > copies/target.draft/file');
    const cancel = new AbortController();
    const copying = driver.copyFolder(source, target, { signal: cancel.signal });
    cancel.abort();
    await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
    expect(await shell(folder(to, 'copies'), 'ls | grep -x target || true')).toBe('');
    await driver.copyFolder(source, target);
    expect(await shell(folder(to, 'copies'), 'ls; ls target')).toBe('target\ninner\nlarge\nnone\n');
  });
}
