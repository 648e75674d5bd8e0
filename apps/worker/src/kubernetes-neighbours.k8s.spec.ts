import type { ChainId, ChainSpecInput } from '@heddle/contracts';
import { connectOrderer, connectPeer, createSigner } from '@heddle/fabric';
import { namespaceOf } from '@heddle/k8s';
import type { WorldNode } from './world/chain-world';
import { keysOf } from './world/chain-keys';
import { openChain, type OpenChain } from './testing/chain-clients';
import { kubectl, objectsOf, registerCluster, sharedFolder } from './testing/clusters';
import { defineChannel, SMALL } from './testing/small-chain';
import { TestInstallation } from './testing/test-installation';
import { until } from './testing/until';

jest.setTimeout(240_000);

/** Both chains use the same names throughout, so that only keys and namespaces distinguish them. */
const SPEC: ChainSpecInput = { ...SMALL, runtime: 'kubernetes', cluster: 'here' };
const CHANNEL = 'orders';

let installation: TestInstallation;
let ids: [ChainId, ChainId];
let ours: OpenChain;
let theirs: OpenChain;

beforeAll(async () => {
  installation = await TestInstallation.open({ shared: sharedFolder() });
  await registerCluster(installation, 'here');
  await installation.startWorker();
  ids = await Promise.all([chainWithChannel('ours'), chainWithChannel('theirs')]);
  ours = await openChain(installation, ids[0]);
  theirs = await openChain(installation, ids[1]);
});
afterAll(async () => {
  await ours[Symbol.asyncDispose]();
  await theirs[Symbol.asyncDispose]();
  await installation.dispose();
});

async function chainWithChannel(name: string): Promise<ChainId> {
  const chainId = await installation.defineChain({ ...SPEC, name });
  await succeeded(installation.run('chain.create', { chainId }));
  const channelId = await defineChannel(installation, chainId, CHANNEL);
  await succeeded(installation.run('channel.create', { chainId, channelId }));
  return chainId;
}

async function succeeded(operation: ReturnType<TestInstallation['finished']>): Promise<void> {
  expect(await operation).toMatchObject({ state: 'succeeded', error: null });
}

const release = (chainId: ChainId, keepLedgers: boolean): Promise<void> =>
  succeeded(installation.run('chain.release', { chainId, keepLedgers }));

function only(nodes: readonly WorldNode[]): WorldNode {
  const [node] = nodes;
  if (node === undefined) throw new Error('The chain has no such node.');
  return node;
}

/** Names and uids of a chain's objects, to distinguish recreated objects from kept ones. */
async function uidsOf(chainId: ChainId): Promise<string[]> {
  const kinds = 'statefulset,pod,service,configmap,secret,persistentvolumeclaim,networkpolicy';
  const path = 'jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{"\\n"}{end}';
  return (await kubectl(['get', kinds, '--namespace', namespaceOf(chainId), '--output', path]))
    .trim()
    .split('\n')
    .sort();
}

/** Volumes that are bound by claims of a chain, regardless of how they were created. */
async function volumesOf(chainId: ChainId): Promise<string[]> {
  const path = 'jsonpath={range .items[*]}{.spec.claimRef.namespace}/{.spec.claimRef.name}{"\\n"}{end}';
  const claimed = (await kubectl(['get', 'persistentvolumes', '--output', path])).split('\n');
  return claimed.filter((claim) => claim.startsWith(`${namespaceOf(chainId)}/`)).sort();
}

describe('two chains on one cluster', () => {
  it('have policies that admit only their own pods, if the cluster enforces them', async () => {
    for (const chainId of ids) {
      const answer = await kubectl(['get', 'networkpolicies', '--namespace', namespaceOf(chainId), '--output', 'json']);
      const { items } = JSON.parse(answer) as { items: { metadata: { name: string }; spec: object }[] };
      const policies = Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec]));
      const nodes = { matchExpressions: [{ key: 'heddle.dev/kind', operator: 'In', values: ['orderer', 'peer'] }] };
      const kind = (value: string) => ({ matchLabels: { 'heddle.dev/kind': value } });
      const to = (port: string) => [{ port, protocol: 'TCP' }];
      const labelled = (name: string, value: string) => ({ namespaceSelector: { matchLabels: { [name]: value } } });
      expect(policies).toEqual({
        'default-deny': { podSelector: {}, policyTypes: ['Ingress'] },
        // No namespace is named: only pods of this one match.
        'allow-same-chain': {
          podSelector: nodes,
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: nodes }], ports: to('grpc') }],
        },
        'allow-chaincode': {
          podSelector: kind('chaincode'),
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: kind('peer') }], ports: to('chaincode') }],
        },
        'allow-monitoring': {
          podSelector: nodes,
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [labelled('kubernetes.io/metadata.name', 'monitoring'), labelled('heddle.dev/monitoring', 'true')],
              ports: to('operations'),
            },
          ],
        },
      });
    }
  });

  it('do not accept each other’s nodes, which authenticate themselves', async () => {
    const peer = only(theirs.world.peers);
    const address = await theirs.runtimes.dial({ chainId: ids[1], name: peer.plan.name }, 'grpc');
    const { admin, tlsCa } = keysOf(ours.world.keys, 'org1');
    const stranger = connectPeer({
      endpoint: { address, tlsRootCertificate: tlsCa.certificate, hostnameOverride: peer.plan.hostName },
      signer: createSigner({ mspId: peer.plan.mspId, ...admin }),
    });
    await expect(stranger.channels({ timeout: 5_000 })).rejects.toMatchObject({ code: 'tls_refused' });
    stranger.close();
  });

  it('reject each other’s administrators, even those who know the addresses', async () => {
    const peer = only(theirs.world.peers);
    const stranger = connectPeer({ endpoint: await endpointOf(peer), signer: signerOf(ours, 'admin') });
    const refused = { code: 'access_denied' };
    await expect(stranger.channels()).rejects.toMatchObject(refused);
    await expect(stranger.channelInfo(CHANNEL)).rejects.toMatchObject(refused);
    const own = await (await ours.clients.peer(only(ours.world.peers))).configBlock(CHANNEL);
    await expect(stranger.joinChannel(own.serializeBinary())).rejects.toMatchObject(refused);
    stranger.close();
  });

  it('deliver no blocks to each other’s peers', async () => {
    const orderer = connectOrderer({
      endpoint: await endpointOf(only(theirs.world.orderers)),
      signer: signerOf(ours, 'peer'),
    });
    await expect(orderer.block(CHANNEL, 'newest')).rejects.toMatchObject({ code: 'access_denied' });
    orderer.close();
    const own = await theirs.clients.orderer(only(theirs.world.orderers));
    expect((await own.block(CHANNEL, 'newest')).getHeader()).toBeDefined();
  });

  it('are released one by one; only kept ledgers remain', async () => {
    const before = await uidsOf(ids[1]);
    await release(ids[0], true);
    const claims = ['orderer0-data', 'peer0-org1-data'];
    const namespace = namespaceOf(ids[0]);
    expect((await objectsOf(ids[0])).sort()).toEqual([
      `namespace/${namespace}`,
      ...claims.map((claim) => `persistentvolumeclaim/${claim}`),
    ]);
    expect(await volumesOf(ids[0])).toEqual(claims.map((claim) => `${namespace}/${claim}`));
    expect(await uidsOf(ids[1])).toEqual(before);
    expect(await (await theirs.clients.peer(only(theirs.world.peers))).channels()).toEqual([CHANNEL]);
  });

  it('leave nothing behind, including volumes, when ledgers are not kept', async () => {
    expect(await volumesOf(ids[1])).toHaveLength(3);
    await release(ids[1], false);
    expect(await objectsOf(ids[1])).toEqual([]);
    expect(await volumesOf(ids[1])).toEqual([]);
  });

  it('keep ledgers until a user deletes them', async () => {
    expect(await volumesOf(ids[0])).toHaveLength(2);
    await kubectl(['delete', 'namespace', namespaceOf(ids[0])]);
    await until(async () => (await volumesOf(ids[0])).length === 0, 'the volumes are deleted');
    expect(await objectsOf(ids[0])).toEqual([]);
  });
});

/** The address of a node of the other chain, as used by one of its own administrators. */
async function endpointOf({ plan, row }: WorldNode) {
  return {
    address: await theirs.runtimes.dial({ chainId: row.chainId, name: plan.name }, 'grpc'),
    tlsRootCertificate: keysOf(theirs.world.keys, plan.organization).tlsCa.certificate,
    hostnameOverride: plan.hostName,
  };
}

function signerOf({ world }: OpenChain, who: 'admin' | 'peer') {
  const { plan } = only(world.peers);
  const keys = keysOf(world.keys, plan.organization);
  const node = keys.nodes[plan.name];
  if (node === undefined) throw new Error(`There are no keys of ${plan.name}.`);
  const { certificate, privateKey } = who === 'admin' ? keys.admin : node.signing;
  return createSigner({ mspId: plan.mspId, certificate, privateKey });
}
