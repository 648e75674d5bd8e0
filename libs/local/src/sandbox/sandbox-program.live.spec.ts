import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChaincode } from '../chaincode/build-chaincode';
import { writeArchive } from '../harness/source-archive';
import { DEFAULT_SANDBOX } from './chaincode-sandbox';
import { trySandbox } from './sandbox-program';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-sandbox-'));
});
afterEach(() => rm(folder, { recursive: true }));

const refusal = (because: string) => ({
  code: 'toolchain_missing',
  retryable: false,
  message: expect.stringContaining(because) as string,
  remedy: expect.stringMatching(/package bubblewrap.*HEDDLE_UNSANDBOXED_CHAINCODE=1/) as string,
});

it('works on this machine', async () => {
  await expect(trySandbox('/usr/bin')).resolves.toEqual({ bwrap: '/usr/bin/bwrap', prlimit: '/usr/bin/prlimit' });
});

it('is rejected with the package and the remedy if bubblewrap is not installed', async () => {
  await expect(trySandbox(folder)).rejects.toMatchObject(refusal('the program bwrap is not installed'));
});

it('is rejected with bubblewrap’s output if it may not create namespaces', async () => {
  const words = 'bwrap: setting up uid map: Permission denied';
  await writeFile(join(folder, 'bwrap'), `#!/bin/sh\necho '${words}' >&2\nexit 1\n`, { mode: 0o755 });
  await expect(trySandbox(`${folder}:/usr/bin`)).rejects.toMatchObject(refusal(words));
});

it('is not used if the operator disabled it', async () => {
  const secret = join(folder, 'secret');
  await writeFile(secret, 'readable');
  const scripts = { start: 'node index.js', build: `cat '${secret}' > index.js` };
  const manifest = JSON.stringify({ name: 'plain', version: '1.0.0', scripts });
  const archive = await writeArchive(join(folder, 'plain.tar.gz'), { 'package.json': manifest });
  const cacheDir = join(folder, 'builds');
  const place = { archive, fileName: 'plain.tar.gz', cacheDir, nodes: folder, log: () => undefined };
  await expect(buildChaincode(place)).rejects.toMatchObject({ code: 'build_failed' });
  const { id } = await buildChaincode({ ...place, sandbox: { ...DEFAULT_SANDBOX, unsandboxed: true } });
  expect(await readFile(join(cacheDir, id, 'output', 'index.js'), 'utf8')).toBe('readable');
}, 60_000);
