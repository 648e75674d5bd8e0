import { startTestNetwork, type TestNetwork, type TestOrderer } from '@heddle/testing';
import { TlsRefusedError, UnreachableError } from './errors';
import { ParticipationClient } from './participation-client';
import { ParticipationError } from './participation-errors';

jest.setTimeout(60_000);

let network: TestNetwork;
let orderer: TestOrderer;
let client: ParticipationClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 1, organizations: 1 });
  [orderer] = network.orderers;
  client = orderer.participation;
});

afterAll(() => network.stop());

describe('the channel participation of an orderer', () => {
  it('starts without channels', async () => {
    expect(await client.list()).toEqual([]);
    await expect(client.info('trade')).rejects.toMatchObject({ code: 'channel_not_joined', status: 404 });
  });

  it('joins a channel from its genesis block and reports its role in it', async () => {
    await client.join(network.genesisBlock('trade'));

    expect(await client.list()).toEqual(['trade']);
    expect(await client.info('trade')).toMatchObject({
      name: 'trade',
      consensusRelation: 'consenter',
      status: 'active',
      height: 1,
    });
  });

  it('refuses a second join, which ensureJoined treats as done', async () => {
    const block = network.genesisBlock('trade');

    await expect(client.join(block)).rejects.toMatchObject({ code: 'channel_already_joined' });
    expect(await client.ensureJoined('trade', block)).toMatchObject({ name: 'trade', height: 1 });
  });

  it('joins once when several callers make sure at the same time', async () => {
    const block = network.genesisBlock('rush');

    const outcomes = await Promise.all([1, 2, 3, 4].map(() => client.ensureJoined('rush', block)));

    expect(outcomes.map(({ name }) => name)).toEqual(['rush', 'rush', 'rush', 'rush']);
    expect(await client.list()).toEqual(['rush', 'trade']);
  });

  it('has forgotten a channel when remove returns', async () => {
    await client.remove('rush');

    expect(await client.list()).toEqual(['trade']);
    await expect(client.remove('rush')).rejects.toBeInstanceOf(ParticipationError);
    await expect(client.ensureRemoved('rush')).resolves.toBeUndefined();
  });

  it('takes a removed channel again', async () => {
    await client.ensureRemoved('trade');
    await client.ensureJoined('trade', network.genesisBlock('trade'));

    expect(await client.info('trade')).toMatchObject({ height: 1 });
  });

  it('gives the orderer’s words for a block that it does not take', async () => {
    const refusal = client.join(Buffer.from('no block at all'));

    await expect(refusal).rejects.toMatchObject({ code: 'participation_refused', status: 400 });
    await expect(refusal).rejects.toThrow(/config-block into a block/);
  });

  it('is refused to a client certificate of another CA', async () => {
    const [{ tlsClient }] = network.organizations;
    const stranger = new ParticipationClient({
      address: client.address,
      tls: { rootCertificates: network.ordererOrganization.tlsRootCertificate, ...tlsClient },
    });

    await expect(stranger.list()).rejects.toBeInstanceOf(TlsRefusedError);
  });

  it('is not asked when the orderer’s certificate is not trusted', async () => {
    const [{ tlsRootCertificate }] = network.organizations;
    const mistaken = new ParticipationClient({
      address: client.address,
      tls: { rootCertificates: tlsRootCertificate, ...network.ordererOrganization.tlsClient },
    });

    await expect(mistaken.list()).rejects.toMatchObject({ code: 'tls_refused', retryable: false });
  });

  it('ends a call with the reason of its signal', async () => {
    const reason = new Error('cancelled by the operator');

    await expect(client.list({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('is unreachable, and worth a retry, while the orderer is down', async () => {
    await orderer.stop();

    await expect(client.list()).rejects.toBeInstanceOf(UnreachableError);
    await expect(client.list()).rejects.toMatchObject({ retryable: true, address: client.address });
  });
});
