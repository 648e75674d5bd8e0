import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ccaasPackage } from '@heddle/fabric';
import { Child, listens } from './child';
import { freePorts } from './free-ports';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../../../..');
const FIXTURE = join(ROOT, 'libs/testing/fixtures/go-chaincode');
const CACHE = join(ROOT, 'node_modules/.cache/heddle');

/** The chaincode of fixtures/go-chaincode, packaged for one address. Call `start` to serve it. */
export interface TestChaincode {
  /** What peers install. */
  readonly packageBytes: Uint8Array;
  /** Serves as the given package until stopped. */
  start(packageId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Builds the Go fixture (once per content) and packages it. Its log goes to `folder`. */
export async function createTestChaincode(label: string, folder: string): Promise<TestChaincode> {
  const [[port = 0], program] = await Promise.all([freePorts(1), buildFixture()]);
  const address = `127.0.0.1:${String(port)}`;
  const packageBytes = await ccaasPackage({ label, address });
  let child: Child | undefined;
  return {
    packageBytes,
    async start(packageId) {
      const env = { CHAINCODE_ID: packageId, CHAINCODE_SERVER_ADDRESS: address };
      child = await Child.start({ name: label, program, args: [], env, logFile: join(folder, `${label}.log`) });
      await child.until(() => listens(port));
    },
    async stop() {
      await child?.stop();
    },
  };
}

async function buildFixture(): Promise<string> {
  const program = join(CACHE, `go-chaincode-${await contentHash(FIXTURE)}`);
  try {
    await access(program);
    return program;
  } catch {
    await mkdir(dirname(program), { recursive: true });
  }
  // Built in a temporary folder and moved, so that test files that start at the same time never use a partial program.
  const aside = await mkdtemp(`${program}-`);
  try {
    const output = join(aside, 'chaincode');
    const env = { ...process.env, CGO_ENABLED: '0' };
    await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', output, '.'], { cwd: FIXTURE, env });
    await rename(output, program);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return program;
}

async function contentHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
