import { generateKeyPairSync } from 'node:crypto';
import { ChainId, ChannelId } from '@heddle/contracts';
import { LedgerEntryNotFoundError, UnreachableError, createCertificateAuthority, createSigner } from '@heddle/fabric';
import type { Clusters } from '../clusters/clusters';
import type { Resources } from '../resources';
import type { ChannelAccess, OrganizationAccess } from './channel-access';
import { ChannelGateways, type PeerCall } from './channel-gateways';
import { PeerReach } from './peer-reach';
import type { PeerClients } from './peer-pool';

const FIRST = '127.0.0.1:1';
const SECOND = '127.0.0.1:2';

async function organizationOf(): Promise<OrganizationAccess> {
  const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') };
  const { certificate } = await createCertificateAuthority({
    commonName: 'tlsca.org1',
    organization: 'org1',
    validity,
  });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = createSigner({ mspId: 'Org1MSP', certificate, privateKey });
  return { name: 'org1', mspId: 'Org1MSP', signer, certificate, tlsRootCertificate: certificate };
}

/** A call to simulated peers; no connection is opened. */
function callOf(organization: OrganizationAccess, addresses: readonly string[]): PeerCall {
  const { tlsRootCertificate } = organization;
  const peers = addresses.map((address) => ({ name: address, address, hostName: 'localhost', tlsRootCertificate }));
  const channel: ChannelAccess = {
    chainId: ChainId.parse('00000000-0000-4000-8000-000000000001'),
    channelId: ChannelId.parse('00000000-0000-4000-8000-0000000000c1'),
    name: 'orders',
    cluster: null,
    organizations: [organization],
    peers: new Map([['org1', peers]]),
    chaincodes: new Map(),
  };
  return { channel, organization, peersOf: 'channel' };
}

describe('a call on a channel', () => {
  let organization: OrganizationAccess;
  let gateways: ChannelGateways;

  beforeAll(async () => {
    organization = await organizationOf();
  });
  beforeEach(() => {
    gateways = new ChannelGateways({} as Resources, new PeerReach({} as Clusters));
  });
  afterEach(() => {
    gateways.onApplicationShutdown();
  });

  const missing = (address: string) => new LedgerEntryNotFoundError(address, 'such entry on channel orders');

  it('continues with the next peer if one does not have the entry', async () => {
    const asked: string[] = [];
    const answer = await gateways.call(callOf(organization, [FIRST, SECOND]), ({ peer }) => {
      asked.push(peer.address);
      return peer.address === FIRST ? Promise.reject(missing(FIRST)) : Promise.resolve('block 0');
    });
    expect([answer, asked]).toEqual(['block 0', [FIRST, SECOND]]);
  });

  it('finds nothing if no peer has the entry, and asks each peer once', async () => {
    const call = callOf(organization, [FIRST, SECOND]);
    await gateways.call(call, () => Promise.resolve());
    const asked: string[] = [];
    const failed = gateways.call(call, ({ peer }) => {
      asked.push(peer.address);
      return Promise.reject(missing(peer.address));
    });
    await expect(failed).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    expect(asked).toEqual([FIRST, SECOND]);
  });

  describe('of a peer that was unreachable', () => {
    const connectionOf = ({ peer }: PeerClients) => peer.connection;
    const unreachable = () => Promise.reject(new UnreachableError(FIRST, 'the connection waits'));

    it('reconnects within the request', async () => {
      const call = callOf(organization, [FIRST]);
      const old = await gateways.call(call, (clients) => Promise.resolve(connectionOf(clients)));
      const answer = await gateways.call(call, (clients) =>
        connectionOf(clients) === old ? unreachable() : Promise.resolve('reached'),
      );
      expect(answer).toBe('reached');
    });

    it('is not repeated if it must not be repeated', async () => {
      const call = callOf(organization, [FIRST]);
      await gateways.call(call, () => Promise.resolve());
      let begun = 0;
      const failed = gateways.call({ ...call, mayRepeat: () => false }, () => {
        begun += 1;
        return unreachable();
      });
      await expect(failed).rejects.toBeInstanceOf(UnreachableError);
      expect(begun).toBe(1);
    });
  });
});
