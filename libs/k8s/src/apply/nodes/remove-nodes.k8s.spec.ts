import type { ContractChain } from '@heddle/runtime';
import type { KubernetesRuntime } from '../../kubernetes-runtime';
import { CHAIN_LABEL, chainSelector, namespaceOf, NODE_LABEL } from '../../names';
import { kubernetesHarness, type KubernetesHarness } from '../../testing/kubernetes-harness';
import { ClusterCalls } from '../requests/cluster-calls';
import {
  CLAIMS,
  CONFIG_MAPS,
  NAMESPACES,
  PERSISTENT_VOLUMES,
  PODS,
  SECRETS,
  SERVICES,
  STATEFUL_SETS,
} from '../requests/resource-path';

jest.setTimeout(90_000);

let harness: KubernetesHarness;
let runtime: KubernetesRuntime;
let chain: ContractChain;
let calls: ClusterCalls;
let namespace: string;
let messages: string[];

beforeAll(async () => {
  harness = await kubernetesHarness();
  calls = new ClusterCalls(harness.context);
});
beforeEach(async () => {
  runtime = await harness.open();
  chain = await harness.chain(runtime);
  namespace = namespaceOf(chain.chainId);
  messages = [];
});
afterAll(async () => {
  await harness.close();
  await harness.settled();
});

const remove = (options: { names?: string[]; keepLedgers?: boolean } = {}) => {
  const { names, keepLedgers = false } = options;
  const selector = { chainId: chain.chainId, ...(names !== undefined && { names }) };
  const report = ({ message }: { message: string }) => messages.push(message);
  return runtime.remove(selector, { graceMs: 1_000, keepLedgers, report });
};
const up = async () => {
  await runtime.apply(chain.workloads);
  await runtime.waitUntilReady({ chainId: chain.chainId });
};
const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 300 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100));
};
const volumes = async () => {
  const all = await calls.list(PERSISTENT_VOLUMES, {});
  return all.filter(({ spec }) => (spec as { claimRef?: { namespace?: string } }).claimRef?.namespace === namespace);
};

describe('a release', () => {
  it('leaves no object and no volume, and says what it waits for', async () => {
    await up();
    expect(await volumes()).toHaveLength(3);
    await remove();
    expect(await calls.find(NAMESPACES, { name: namespace })).toBeUndefined();
    expect(await volumes()).toEqual([]);
    expect(messages).toContainEqual(expect.stringMatching(/pods? ending: .*orderer0/));
    expect(messages).toContainEqual(expect.stringContaining(`Namespace ${namespace} is going away`));
  });

  it('names the finalizer that holds it, and continues when that is gone', async () => {
    await runtime.apply(chain.workloads.slice(0, 1));
    const held = { metadata: { finalizers: ['test.heddle.dev/hold'] } };
    await calls.patch(CONFIG_MAPS, { name: 'orderer0-config', namespace }, held);
    const removed = remove();
    const said = () => messages.some((message) => message.includes('test.heddle.dev/hold in 1 resource'));
    await until(said);
    await calls.patch(CONFIG_MAPS, { name: 'orderer0-config', namespace }, { metadata: { finalizers: null } });
    await removed;
    expect(said()).toBe(true);
    expect(await calls.find(NAMESPACES, { name: namespace })).toBeUndefined();
  });

  it('keeps ledgers where it is asked to, says so, and a later one takes them too', async () => {
    await up();
    await remove({ keepLedgers: true });
    const claims = await calls.list(CLAIMS, { namespace });
    expect(claims.map(({ metadata }) => metadata.name).sort()).toEqual(['orderer0-data', 'peer0-org1-data']);
    expect(await volumes()).toHaveLength(2);
    const labelSelector = chainSelector(chain.chainId);
    for (const type of [STATEFUL_SETS, SERVICES, CONFIG_MAPS, SECRETS, PODS]) {
      expect(await calls.list(type, { namespace, labelSelector })).toEqual([]);
    }
    expect(messages.at(-1)).toBe(
      `Namespace ${namespace} stays with the ledgers (2 claims): orderer0-data, peer0-org1-data`,
    );
    await remove();
    expect(await volumes()).toEqual([]);
  });

  it('waits until the shared volume is gone, also where it keeps ledgers', async () => {
    await runtime.apply(chain.workloads.slice(0, 1));
    const shared = `${namespace}-shared`;
    await calls.patch(PERSISTENT_VOLUMES, { name: shared }, { metadata: { finalizers: ['test.heddle.dev/hold'] } });
    let ended = false;
    const removed = remove({ keepLedgers: true }).finally(() => {
      ended = true;
    });
    const said = () => messages.some((message) => message.includes(`Volumes are going away: ${shared}`));
    await until(() => said() || ended);
    expect(ended).toBe(false);
    await calls.patch(PERSISTENT_VOLUMES, { name: shared }, { metadata: { finalizers: null } });
    await removed;
    expect(await calls.find(PERSISTENT_VOLUMES, { name: shared })).toBeUndefined();
    await remove();
  });

  it('of one node takes its ledger and nothing of the others', async () => {
    await runtime.apply(chain.workloads);
    await remove({ names: ['peer0-org1'] });
    const left = await calls.list(CLAIMS, { namespace, labelSelector: NODE_LABEL });
    expect(left.map(({ metadata }) => metadata.name)).toEqual(['orderer0-data']);
    const secrets = await calls.list(SECRETS, { namespace, labelSelector: NODE_LABEL });
    expect(secrets.map(({ metadata }) => metadata.labels?.[NODE_LABEL])).toEqual(['orderer0']);
    await remove();
  });

  it("deletes no namespace that does not carry the chain's label", async () => {
    const metadata = { name: namespace, labels: { [CHAIN_LABEL]: 'another' } };
    await calls.apply({ apiVersion: 'v1', kind: 'Namespace', metadata });
    await expect(remove()).rejects.toMatchObject({ code: 'cluster_refused', retryable: false });
    expect((await calls.find(NAMESPACES, { name: namespace }))?.metadata.deletionTimestamp).toBeUndefined();
    await calls.patch(NAMESPACES, { name: namespace }, { metadata: { labels: { [CHAIN_LABEL]: chain.chainId } } });
    await remove();
  });
});
