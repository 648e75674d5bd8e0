import { createHash } from 'node:crypto';
import { startTestNetwork, type TestNetwork } from '@heddle/testing';
import { decodeBlock } from '../blocks/decode-block';
import { blockHash } from '../blocks/block-hash';
import { configFromBlock } from '../config/genesis/config-block';
import { FabricConnection } from './connection';
import { AccessDeniedError, LedgerEntryNotFoundError, ProposalRefusedError, TlsRefusedError } from './errors';
import { connectPeer, PeerClient } from './peer-client';
import { retrying } from './retry';
import { waitForHeight } from './waits';

jest.setTimeout(60_000);

let network: TestNetwork;
let peer: PeerClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 1, organizations: 2 });
  const [{ peers, admin }] = network.organizations;
  peer = connectPeer({ endpoint: peers[0].endpoint, signer: admin });
  await network.orderers[0].participation.join(network.genesisBlock('trade'));
});

afterAll(async () => {
  peer.close();
  await network.stop();
});

describe('a peer', () => {
  it('joins a channel once, however many make sure of it', async () => {
    const block = network.genesisBlock('trade');
    expect(await peer.channels()).toEqual([]);

    await Promise.all([1, 2, 3].map(() => peer.ensureJoined('trade', block)));

    expect(await peer.channels()).toEqual(['trade']);
    await expect(peer.joinChannel(block)).rejects.toThrow(/ledger \[trade\] already exists/);
  });

  it('returns height and hashes of its ledger', async () => {
    const info = await peer.channelInfo('trade');

    expect(info.height).toBe(1);
    expect(Buffer.from(info.currentBlockHash)).toEqual(blockHash(decodeBlock(network.genesisBlock('trade')).header));
    expect(info.previousBlockHash).toHaveLength(0);
  });

  it('gives a block by number and by hash', async () => {
    const { currentBlockHash } = await peer.channelInfo('trade');
    const byNumber = await peer.blockByNumber('trade', 0);

    expect(byNumber.getHeader()?.getNumber()).toBe(0);
    expect(await peer.blockByHash('trade', currentBlockHash)).toEqual(byNumber);
  });

  it('gives the config block that is in force', async () => {
    const { channelName, config } = configFromBlock(await peer.configBlock('trade'));

    expect(channelName).toBe('trade');
    expect(config.getSequence()).toBe(0);
  });

  it('says which entries it does not have', async () => {
    const unknownHash = createHash('sha256').update('nothing').digest();

    await expect(peer.blockByNumber('trade', 99)).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    await expect(peer.blockByHash('trade', unknownHash)).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    await expect(peer.transactionById('trade', 'abc')).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    await expect(peer.blockByTransactionId('trade', 'abc')).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    await expect(peer.channelInfo('nowhere')).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
  });

  it('gives its own words when it refuses a proposal', async () => {
    const query = peer.query({ channel: '', chaincode: 'cscc', fn: 'NoSuchFunction', args: ['x'] });

    await expect(query).rejects.toBeInstanceOf(ProposalRefusedError);
    await expect(query).rejects.toMatchObject({ detail: expect.stringContaining('NoSuchFunction') as string });
  });

  it('denies access to a client that is not an admin of its organization', async () => {
    const [{ user }, { admin: foreigner } = network.ordererOrganization] = network.organizations;
    const asUser = new PeerClient({ connection: peer.connection, signer: user });
    const asForeigner = new PeerClient({ connection: peer.connection, signer: foreigner });

    await expect(asUser.joinChannel(network.genesisBlock('other'))).rejects.toBeInstanceOf(AccessDeniedError);
    await expect(asForeigner.channels()).rejects.toBeInstanceOf(AccessDeniedError);
  });

  it('is not talked to when its TLS certificate is not trusted', async () => {
    const { tlsRootCertificate } = network.ordererOrganization;
    using connection = new FabricConnection({ address: peer.address, tlsRootCertificate });

    const channels = new PeerClient({ connection, signer: peer.signer }).channels();

    await expect(channels).rejects.toBeInstanceOf(TlsRefusedError);
    await expect(channels).rejects.toMatchObject({ retryable: false });
  });

  it('is reached under another name when its certificate has that name', async () => {
    const [{ peers, admin, tlsRootCertificate }] = network.organizations;
    const endpoint = { address: peers[0].endpoint.address, tlsRootCertificate };
    using named = connectPeer({ endpoint: { ...endpoint, hostnameOverride: 'peer0.org1.org1.test' }, signer: admin });
    using misnamed = connectPeer({ endpoint: { ...endpoint, hostnameOverride: 'peer9.org1.test' }, signer: admin });

    expect(await named.channels()).toEqual(['trade']);
    await expect(misnamed.channels()).rejects.toBeInstanceOf(TlsRefusedError);
  });

  it('ends calls with the reason of their signal, before and during', async () => {
    const reason = new Error('cancelled by the operator');
    const controller = new AbortController();
    const waiting = waitForHeight(peer, 'trade', 1_000, { signal: controller.signal });
    controller.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    await expect(peer.channels({ signal: controller.signal })).rejects.toBe(reason);
  });

  it('is given up on when a height does not come in time', async () => {
    await expect(waitForHeight(peer, 'trade', 1_000, { timeout: 60 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('height 1000 of channel trade') as string,
    });
  });

  it('is unreachable while it is down, and answers on the same connection when it is back', async () => {
    const [{ peers }] = network.organizations;
    await peers[0].stop();
    await expect(peer.channels()).rejects.toMatchObject({ code: 'unreachable', retryable: true });

    await peers[0].start();

    expect(await retrying(() => peer.channels())).toEqual(['trade']);
  });
});
