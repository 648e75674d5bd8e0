import type { Workload } from '@heddle/topology';
import { randomUUID } from 'node:crypto';
import type { NodeObservation, NodeRef, RuntimeDriver, VolumeFolder } from '../driver';
import type { OperationsAccess } from '../operations/operations-access';
import { follow, one, until } from './contract-helpers';
import { operationsReader, operationsStatuses, type ClientCertificate } from './operations-reader';
import { dependencyContract } from './dependency-contract';
import { secretContract } from './secret-contract';
import { volumeFolderContract } from './volume-folder-contract';

/** A small chain (an orderer and a peer of one organization) with ports from the driver. */
export interface ContractChain {
  readonly chainId: string;
  readonly workloads: readonly Workload[];
  /** Credentials for its operations endpoints, which the harness gives to the runtime. */
  readonly access: OperationsAccess;
}

/** What a runtime's spec provides to the contract. */
export interface RuntimeHarness {
  /** Whether all nodes share the ports of one host, or each node has its own address. */
  readonly ports: 'shared' | 'own';
  /** Opens the runtime as another worker on the same nodes would. */
  open(): Promise<RuntimeDriver>;
  chain(driver: RuntimeDriver): Promise<ContractChain>;
  /** Runs a shell script in a folder of a volume, on the files that the node's program sees; returns what it wrote. */
  shell(folder: VolumeFolder, script: string): Promise<string>;
  /** The environment of a node's process: `NAME=value` entries. */
  environment(node: NodeRef): Promise<readonly string[]>;
  /** Removes everything that is left. */
  close(): Promise<void>;
}

/** The TLS certificate of a node, which every process of its organization's machine may have. */
function ownCertificate({ workloads }: ContractChain, node: string) {
  const files = workloads.find(({ name }) => name === node)?.files ?? {};
  const [certificate = '', privateKey = ''] = ['crt', 'key'].map((end) => files[`tls/server.${end}`]?.content);
  return { certificate, privateKey };
}

const TIMEOUT_MS = 60_000;

/** The behaviour that every runtime must show, as jest tests with real nodes. */
export function runtimeContract(name: string, createHarness: () => Promise<RuntimeHarness>): void {
  describe(`${name} as a runtime`, () => {
    let harness: RuntimeHarness;
    let driver: RuntimeDriver;
    let chain: ContractChain;
    let names: string[];

    beforeEach(async () => {
      harness = await createHarness();
      driver = await harness.open();
      chain = await harness.chain(driver);
      names = chain.workloads.map((workload) => workload.name).sort();
    }, TIMEOUT_MS);
    afterEach(() => harness.close(), TIMEOUT_MS);

    const test = (what: string, body: () => Promise<void>) => {
      it(what, body, TIMEOUT_MS);
    };
    const select = () => ({ chainId: chain.chainId });
    const up = async () => {
      await driver.apply(chain.workloads);
      await driver.waitUntilReady(select());
    };
    const statuses = async (from: RuntimeDriver = driver): Promise<NodeObservation[]> => from.status(select());
    const incarnations = async (from: RuntimeDriver = driver) =>
      (await statuses(from)).map(({ incarnation }) => incarnation);

    test('starts nodes and reports what it waits for', async () => {
      const messages: string[] = [];
      await driver.apply(chain.workloads);
      await driver.waitUntilReady(select(), { report: ({ message }) => messages.push(message) });
      expect(messages.at(-1)).toBe(`${names.length} of ${names.length} nodes ready`);
      const seen = await statuses();
      expect(seen.map((node) => node.name)).toEqual(names);
      expect(seen.every(({ state }) => state === 'running')).toBe(true);
      await until(async () => (await statuses()).every(({ memoryBytes }) => (memoryBytes ?? 0) > 1_000_000));
    });

    test('does not change running nodes when the same plan is applied again', async () => {
      await up();
      const before = await incarnations();
      await up();
      expect(await incarnations()).toEqual(before);
    });

    test('keeps stopped nodes stopped until they are started', async () => {
      await up();
      await driver.stop(select());
      expect((await statuses()).map(({ state }) => state)).toEqual(names.map(() => 'stopped'));
      expect((await driver.reconcile(chain.chainId)).started).toEqual([]);
      await driver.start(select());
      await driver.waitUntilReady(select());
      expect((await statuses()).map(({ state }) => state)).toEqual(names.map(() => 'running'));
    });

    test('restarts one node and no other', async () => {
      await up();
      const before = await incarnations();
      await driver.restart({ chainId: chain.chainId, name: names[0] ?? '' });
      await driver.waitUntilReady(select());
      const after = await incarnations();
      expect(after[0]).not.toBe(before[0]);
      expect(after.slice(1)).toEqual(before.slice(1));
      expect((await statuses()).map(({ restarts }) => restarts)).toEqual(names.map(() => 0));
    });

    test('runs maintenance with a node’s program only while the node is stopped', async () => {
      await up();
      const node = { chainId: chain.chainId, name: names[0] ?? '' };
      await expect(driver.maintain(node, ['version'])).rejects.toMatchObject({ code: 'invalid_state' });
      await driver.stop({ ...select(), names: [node.name] });
      expect((await driver.maintain(node, ['version'])).join('\n')).toContain('Version');
      await expect(driver.maintain(node, ['nonsense'])).rejects.toMatchObject({
        code: 'node_failed',
        cause: expect.stringContaining('nonsense') as string,
      });
      await driver.start(select());
      await driver.waitUntilReady(select());
    });

    test('shows the same nodes to every worker', async () => {
      await up();
      const other = await harness.open();
      expect(await incarnations(other)).toEqual(await incarnations());
      await other.stop(select());
      expect(await incarnations()).toEqual(names.map(() => null));
    });

    test('returns logs by position and waits for new lines', async () => {
      await up();
      const node = { chainId: chain.chainId, name: names[0] ?? '' };
      const whole = await driver.logs(node, { offset: 0, tailBytes: 1, waitMs: 5_000 });
      expect(whole.offset).toBe(0);
      const rest = await driver.logs(node, { offset: whole.nextOffset, tailBytes: 1, waitMs: 0 });
      const again = await driver.logs(node, { offset: 0, tailBytes: 1, waitMs: 0 });
      expect(again.text.startsWith(whole.text + rest.text)).toBe(true);
      const tail = await driver.logs(node, { tailBytes: 200, waitMs: 0 });
      expect(tail.truncated).toBe(true);
      expect(tail.offset).toBeGreaterThan(0);
      expect(Buffer.byteLength(tail.text)).toBeLessThanOrEqual(200);
      const following = follow(driver, node, tail.nextOffset);
      await driver.restart(node);
      expect((await following).offset).toBeGreaterThanOrEqual(tail.nextOffset);
    });

    test('removes nodes completely, and can be repeated', async () => {
      await up();
      await driver.remove(select());
      expect(await statuses()).toEqual([]);
      await driver.remove(select());
      await expect(driver.dial({ chainId: chain.chainId, name: names[0] ?? '' }, 'grpc')).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    test('removes one node and leaves the others', async () => {
      await up();
      await driver.remove({ ...select(), names: [names[0] ?? ''] });
      expect((await statuses()).map((node) => [node.name, node.state])).toEqual([[names[1], 'running']]);
    });

    test('returns the address of a port', async () => {
      await up();
      const { name: node } = one(chain.workloads);
      expect(await driver.dial({ chainId: chain.chainId, name: node }, 'grpc')).toMatch(/^[^:]+:\d+$/);
      await expect(driver.dial({ chainId: chain.chainId, name: node }, 'nonsense')).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    test('reads metrics as the monitoring client, which alone may read them', async () => {
      await up();
      for (const { name: node, organization } of chain.workloads) {
        const ref = { chainId: chain.chainId, name: node };
        expect(await driver.metrics(ref)).toMatch(/^fabric_version\{version="[^"]+"\} 1$/m);
        const read = operationsReader(await driver.dial(ref, 'operations'), chain.access.authorities[organization]);
        const ask = (client?: ClientCertificate) => operationsStatuses(read, client);
        const open = { '/healthz': 200, '/version': 200 };
        expect(await ask()).toEqual({ ...open, '/metrics': 401, '/logspec': 401 });
        expect(await ask(chain.access)).toEqual({ ...open, '/metrics': 200, '/logspec': 200 });
        await expect(ask(ownCertificate(chain, node))).rejects.toThrow();
      }
    });

    test('changes the log level of nodes that run, and keeps it when the node refuses one', async () => {
      await up();
      for (const { name, organization } of chain.workloads) {
        const ref = { chainId: chain.chainId, name };
        const read = operationsReader(await driver.dial(ref, 'operations'), chain.access.authorities[organization]);
        const level = async () => JSON.parse((await read('/logspec', chain.access)).body) as unknown;
        await driver.setLogSpec(ref, 'gossip=debug:warn');
        expect(await level()).toEqual({ spec: 'gossip=debug:warn' });
        await expect(driver.setLogSpec(ref, 'loud')).rejects.toMatchObject({ code: 'validation_failed' });
        expect(await level()).toEqual({ spec: 'gossip=debug:warn' });
        await driver.setLogSpec(ref, '');
        expect(await level()).toEqual({ spec: 'info' });
      }
    });

    test('returns the same ports again, and different ones to nodes on the same host', async () => {
      const requests = [{ node: 'a', ports: ['grpc', 'admin'] }];
      const other = await harness.open();
      const chains = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      const all = await Promise.all(
        chains.map((chainId, index) => (index % 2 === 0 ? driver : other).allocatePorts(chainId, requests)),
      );
      const numbers = all.flatMap(({ a }) => Object.values(a ?? {}));
      expect(new Set(numbers).size).toBe(harness.ports === 'shared' ? numbers.length : 2);
      expect(await other.allocatePorts(chains[0] ?? '', requests)).toEqual(all[0]);
    });

    dependencyContract(test, () => ({ driver, chain }));

    secretContract(test, () => ({ driver, chain, environment: (node) => harness.environment(node) }));

    volumeFolderContract(test, async () => {
      await up();
      const [first = '', second = ''] = names;
      const { chainId } = chain;
      return {
        driver,
        from: { chainId, name: first },
        to: { chainId, name: second },
        shell: (folder, script) => harness.shell(folder, script),
      };
    });

    test('stops waiting when it is cancelled, and at the time limit', async () => {
      await driver.apply(chain.workloads);
      const waiting = driver.waitUntilReady(select(), { signal: AbortSignal.abort() });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      await driver.stop(select());
      await driver.start(select());
      await expect(driver.waitUntilReady(select(), { timeoutMs: 0 })).rejects.toMatchObject({
        code: 'node_not_ready',
        retryable: true,
      });
    });
  });
}
