import { createTestChaincode, startTestNetwork, type TestChaincode, type TestNetwork } from '@heddle/testing';
import { DiscoveryClient } from '../network/discovery-client';
import { AccessDeniedError, ProposalRefusedError } from '../network/errors';
import { GatewayClient } from '../network/gateway-client';
import { connectPeer, PeerClient } from '../network/peer-client';
import { EndorsementRefusedError } from '../network/transaction-errors';
import { waitForEndorsers } from '../network/waits';
import { packageId } from '../packaging/package-label';
import { parsePolicy } from '../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../policies/signature-policy';
import type { ChaincodeDefinition } from './chaincode-definition';
import { LifecycleClient } from './lifecycle-client';

const CHANNEL = 'trade';

jest.setTimeout(60_000);

let network: TestNetwork;
let chaincode: TestChaincode;
let peers: [PeerClient, PeerClient];
let first: LifecycleClient;
let second: LifecycleClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 1, organizations: 2 });
  await network.createChannel(CHANNEL);
  chaincode = await createTestChaincode('basic_1', network.folder);
  peers = [connectTo(0), connectTo(1)];
  first = new LifecycleClient(peers[0]);
  second = new LifecycleClient(peers[1]);
});

afterAll(async () => {
  for (const peer of peers) peer.close();
  await chaincode.stop();
  await network.stop();
});

function connectTo(index: number): PeerClient {
  const organization = network.organizations[index];
  if (organization === undefined) throw new RangeError('no such organization');
  return connectPeer({ endpoint: organization.peers[0].endpoint, signer: organization.admin });
}

function policy(text: string): Uint8Array {
  return toSignaturePolicyEnvelope(parsePolicy(text)).serializeBinary();
}

const definition: ChaincodeDefinition = {
  name: 'basic',
  version: '1.0',
  sequence: 1,
  endorsementPolicy: { type: 'signature', signaturePolicy: policy("OR('Org1MSP.peer', 'Org2MSP.peer')") },
  initRequired: true,
  collections: [
    {
      name: 'secrets',
      policy: policy("OR('Org1MSP.member', 'Org2MSP.member')"),
      requiredPeerCount: 0,
      maxPeerCount: 1,
      blockToLive: 10,
      memberOnlyRead: true,
      memberOnlyWrite: false,
      endorsementPolicy: { type: 'reference', channelConfigPolicyReference: '/Channel/Application/Endorsement' },
    },
  ],
};

describe('installing', () => {
  it('gives the package the id that its bytes have', async () => {
    expect(await first.installed()).toEqual([]);

    const installed = await first.install(chaincode.packageBytes);

    expect(installed).toBe(packageId('basic_1', chaincode.packageBytes));
    expect(await first.installed()).toEqual([{ packageId: installed, label: 'basic_1', references: [] }]);
  });

  it('a second time is refused by the peer and treated as done by ensureInstalled', async () => {
    const id = packageId('basic_1', chaincode.packageBytes);

    await expect(first.install(chaincode.packageBytes)).rejects.toThrow(/already successfully installed/);
    expect(await first.ensureInstalled(chaincode.packageBytes)).toBe(id);
    expect(await Promise.all([1, 2, 3].map(() => second.ensureInstalled(chaincode.packageBytes)))).toEqual([
      id,
      id,
      id,
    ]);
  });

  it('reports why bytes are not a package', async () => {
    const refused = first.install(Buffer.from('no package'));

    await expect(refused).rejects.toBeInstanceOf(ProposalRefusedError);
    await expect(refused).rejects.toThrow(/could not parse as a chaincode install package/);
  });

  it('is for admins only', async () => {
    const asUser = new LifecycleClient(
      new PeerClient({ connection: peers[0].connection, signer: network.organizations[0].user }),
    );

    await expect(asUser.install(chaincode.packageBytes)).rejects.toBeInstanceOf(AccessDeniedError);
  });
});

describe('agreeing on a definition', () => {
  it('starts without approvals', async () => {
    expect(await first.queryCommitted(CHANNEL)).toEqual([]);
    expect(await first.queryCommitted(CHANNEL, 'basic')).toBeUndefined();
    expect(await first.queryApproved(CHANNEL, definition)).toBeUndefined();
    expect(await first.checkCommitReadiness(CHANNEL, definition)).toEqual({
      approvals: { Org1MSP: false, Org2MSP: false },
    });
  });

  it('counts the organization that approved', async () => {
    const id = packageId('basic_1', chaincode.packageBytes);

    const approval = await first.approve(CHANNEL, { ...definition, packageId: id });

    expect(approval.validationCode).toBe('VALID');
    expect(await first.queryApproved(CHANNEL, definition)).toEqual({ ...definition, packageId: id });
    expect((await first.checkCommitReadiness(CHANNEL, definition)).approvals).toEqual({
      Org1MSP: true,
      Org2MSP: false,
    });
  });

  it('counts no approvals for a definition that differs', async () => {
    const { approvals } = await first.checkCommitReadiness(CHANNEL, { ...definition, initRequired: false });

    expect(approvals).toEqual({ Org1MSP: false, Org2MSP: false });
  });

  it('refuses the same approval a second time, which ensureApproved treats as done', async () => {
    const approved = { ...definition, packageId: packageId('basic_1', chaincode.packageBytes) };
    const { height } = await peers[0].channelInfo(CHANNEL);

    await expect(first.approve(CHANNEL, approved)).rejects.toThrow(/unchanged content/);
    await first.ensureApproved(CHANNEL, approved);

    expect((await peers[0].channelInfo(CHANNEL)).height).toBe(height);
  });

  it('does not commit without a majority, and names the peers that refuse', async () => {
    const commit = first.commit(CHANNEL, definition, { endorsers: peers });

    await expect(commit).rejects.toBeInstanceOf(EndorsementRefusedError);
    await expect(commit).rejects.toThrow(/not agreed to by this org/);
    await expect(commit).rejects.toMatchObject({ refusals: [{ address: peers[1].address }] });
  });

  it('commits what the majority approved, once', async () => {
    await second.ensureApproved(CHANNEL, definition);

    await first.ensureCommitted(CHANNEL, definition, { endorsers: peers });
    const { height } = await peers[0].channelInfo(CHANNEL);
    await first.ensureCommitted(CHANNEL, definition, { endorsers: peers });

    expect((await peers[0].channelInfo(CHANNEL)).height).toBe(height);
    expect(await first.queryCommitted(CHANNEL)).toEqual([definition]);
    expect(await first.queryCommitted(CHANNEL, 'basic')).toEqual({
      ...definition,
      approvals: { Org1MSP: true, Org2MSP: true },
    });
  });

  it('serves a chaincode with initRequired after the one call of Init', async () => {
    await chaincode.start(packageId('basic_1', chaincode.packageBytes));
    const gateway = new GatewayClient(peers[0]);
    const put = { channel: CHANNEL, chaincode: 'basic', fn: 'put', args: ['a', 'b'] };
    await expect(peers[0].query(put)).rejects.toThrow(/has not been initialized/);

    await waitForEndorsers(new DiscoveryClient(peers[0]), CHANNEL, 'basic', {});
    const call = { fn: 'Init', isInit: true, endorsingOrganizations: ['Org1MSP'] };
    const { validationCode, result } = await gateway.submit(CHANNEL, 'basic', call);

    expect({ validationCode, result: Buffer.from(result).toString() }).toEqual({
      validationCode: 'VALID',
      result: 'initialised',
    });
    expect(Buffer.from(await peers[0].query(put)).toString()).toBe('b');
    const again = gateway.submit(CHANNEL, 'basic', call);
    await expect(again).rejects.toThrow(/is already initialized but called as init/);
    await expect(again).rejects.toMatchObject({ remedy: expect.stringContaining('without isInit') as string });
  });

  it('shows where the package is used', async () => {
    const [installed] = await first.installed();

    expect(installed?.references).toEqual([{ channel: CHANNEL, name: 'basic', version: '1.0' }]);
  });

  it('continues with the next sequence, with the channel’s own policy when none is given', async () => {
    const { collections = [] } = definition;
    const next = { name: 'basic', version: '1.1', sequence: 2, collections };
    await Promise.all([first, second].map((lifecycle) => lifecycle.ensureApproved(CHANNEL, next)));
    await first.ensureCommitted(CHANNEL, next, { endorsers: peers });

    expect(await first.queryCommitted(CHANNEL, 'basic')).toEqual({
      ...next,
      endorsementPolicy: { type: 'reference', channelConfigPolicyReference: '/Channel/Application/Endorsement' },
      initRequired: false,
      approvals: { Org1MSP: true, Org2MSP: true },
    });
    await expect(first.approve(CHANNEL, { ...next, sequence: 9 })).rejects.toThrow(/requested sequence 9 is larger/);
  });
});
