import { deployTestChaincode, startTestNetwork, type TestDeployment, type TestNetwork } from '@heddle/testing';
import { msp } from '@hyperledger/fabric-protos';
import { DiscoveryClient } from './discovery-client';
import { AccessDeniedError } from './errors';
import { connectPeer, type PeerClient } from './peer-client';
import { pollUntil } from './retry';
import { EndorsersUnavailableError } from './transaction-errors';

jest.setTimeout(60_000);

let network: TestNetwork;
let deployment: TestDeployment;
let peer: PeerClient;
let discovery: DiscoveryClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 2, organizations: 2, peersPerOrganization: 2 });
  await network.createChannel('trade');
  deployment = await deployTestChaincode(network, { channel: 'trade', name: 'basic' });
  const [{ peers, user }] = network.organizations;
  peer = connectPeer({ endpoint: peers[0].endpoint, signer: user });
  discovery = new DiscoveryClient(peer);
});

afterAll(async () => {
  peer.close();
  await deployment.stop();
  await network.stop();
});

function everyPeer() {
  return network.organizations
    .flatMap(({ mspId, peers }) => peers.map(({ endpoint }) => ({ mspId, endpoint: endpoint.address })))
    .sort((a, b) => (a.mspId + a.endpoint < b.mspId + b.endpoint ? -1 : 1));
}

describe('discovery', () => {
  it('finds every peer of the channel with its height and chaincodes', async () => {
    const { height } = await peer.channelInfo('trade');

    const found = await pollUntil(
      async () => {
        const peers = await discovery.peers('trade');
        return peers.length === 4 && peers.every(({ ledgerHeight }) => ledgerHeight >= height) ? peers : undefined;
      },
      () => new Error('gossip did not meet'),
    );

    expect(found.map(({ mspId, endpoint }) => ({ mspId, endpoint }))).toEqual(everyPeer());
    for (const { certificate, chaincodes } of found) {
      expect(certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
      expect(chaincodes).toContainEqual({ name: 'basic', version: '1' });
    }
  });

  it('returns the MSPs and orderers of the channel', async () => {
    const { msps, orderers } = await discovery.config('trade');

    expect(orderers).toEqual({ OrdererMSP: network.orderers.map(({ endpoint }) => endpoint.address) });
    expect(Object.keys(msps).sort()).toEqual(['OrdererMSP', 'Org1MSP', 'Org2MSP']);
    expect(msp.FabricMSPConfig.deserializeBinary(msps['Org1MSP'] ?? new Uint8Array()).getName()).toBe('Org1MSP');
  });

  it('plans who endorses: one peer of each organization for a majority of two', async () => {
    const { chaincode, groups, layouts } = await discovery.endorsers('trade', 'basic');

    expect(chaincode).toBe('basic');
    expect(layouts).toHaveLength(1);
    expect(Object.values(layouts[0] ?? {})).toEqual([1, 1]);
    expect(
      Object.values(groups)
        .flat()
        .map(({ mspId }) => mspId),
    ).toEqual(expect.arrayContaining(['Org1MSP', 'Org2MSP']) as string[]);
  });

  it('reports that no peer can endorse a chaincode that does not exist', async () => {
    await expect(discovery.endorsers('trade', 'absent')).rejects.toBeInstanceOf(EndorsersUnavailableError);
  });

  it('answers members of the channel only', async () => {
    const stranger = new DiscoveryClient({ connection: peer.connection, signer: network.ordererOrganization.user });

    await expect(stranger.peers('trade')).rejects.toBeInstanceOf(AccessDeniedError);
  });
});
