import { startTestNetwork, type TestNetwork, type TestOrganization } from '@heddle/testing';
import { common } from '@hyperledger/fabric-protos';
import { configFromBlock } from '../config/genesis/config-block';
import { computeConfigUpdate } from '../config/update/config-update';
import { setAnchorPeers } from '../config/edits/edit-organizations';
import { configUpdateEnvelope, signConfigUpdate } from '../config/update/sign-config-update';
import { AccessDeniedError, LedgerEntryNotFoundError } from './errors';
import { connectOrderer, OrdererClient } from './orderer-client';
import { newChannelHeader, newHeader, signEnvelope } from './envelope';
import { connectPeer } from './peer-client';
import { pollUntil } from './retry';
import { OrdererRefusedError, OrderingUnavailableError } from './transaction-errors';
import { newTransactionContext } from './transaction-context';
import { waitForHeight } from './waits';

const CHANNEL = 'trade';

jest.setTimeout(60_000);

let network: TestNetwork;
let organization: TestOrganization;
let orderer: OrdererClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 3, organizations: 1 });
  [organization] = network.organizations;
  await network.createChannel(CHANNEL, { anchorPeers: false });
  orderer = connectOrderer({ endpoint: network.orderers[0].endpoint, signer: organization.admin });
});

afterAll(async () => {
  orderer.close();
  await network.stop();
});

async function anchorPeerUpdate(port: number): Promise<common.Envelope> {
  const { admin, mspId } = organization;
  const { config } = configFromBlock(await orderer.configBlock(CHANNEL));
  const update = computeConfigUpdate(CHANNEL, config, setAnchorPeers(config, mspId, [{ host: '127.0.0.1', port }]));
  return configUpdateEnvelope({ update, signatures: [await signConfigUpdate(update, admin)], signer: admin });
}

async function nextNumber(): Promise<number> {
  return ((await orderer.block(CHANNEL, 'newest')).getHeader()?.getNumber() ?? 0) + 1;
}

/** Arbitrary data signed by a member: ordered as it is, and marked invalid by peers. */
function anyMessage(): Promise<common.Envelope> {
  const { admin } = organization;
  const channelHeader = newChannelHeader({ type: common.HeaderType.MESSAGE, channel: CHANNEL });
  return signEnvelope(newHeader(channelHeader, newTransactionContext(admin)), Buffer.from('hello'), admin);
}

describe('an orderer', () => {
  it('delivers the block that is asked for', async () => {
    expect((await orderer.block(CHANNEL, 'oldest')).getHeader()?.getNumber()).toBe(0);
    expect((await orderer.block(CHANNEL, 'newest')).getHeader()?.getNumber()).toBe(0);
    expect((await orderer.block(CHANNEL, 0)).serializeBinary()).toEqual(
      (await orderer.block(CHANNEL, 'oldest')).serializeBinary(),
    );
  });

  it('takes a config update as soon as there is a leader, and peers commit it', async () => {
    await orderer.broadcast(await anchorPeerUpdate(organization.peers[0].port));

    using peer = connectPeer({ endpoint: organization.peers[0].endpoint, signer: organization.admin });
    await waitForHeight(peer, CHANNEL, 2);
    const { blockNumber, config } = configFromBlock(await peer.configBlock(CHANNEL));
    expect({ blockNumber, sequence: config.getSequence() }).toEqual({ blockNumber: 1, sequence: 1 });
    expect((await orderer.configBlock(CHANNEL)).getHeader()?.getNumber()).toBe(1);
  });

  it('refuses the same update a second time with its own words', async () => {
    const { config } = configFromBlock(await orderer.configBlock(CHANNEL));
    const update = computeConfigUpdate(CHANNEL, config, setAnchorPeers(config, organization.mspId, []));
    const { admin } = organization;
    const signatures = [await signConfigUpdate(update, admin)];
    const next = await nextNumber();
    await orderer.broadcast(await configUpdateEnvelope({ update, signatures, signer: admin }));
    await orderer.block(CHANNEL, next);

    const again = orderer.broadcast(await configUpdateEnvelope({ update, signatures, signer: admin }));

    await expect(again).rejects.toBeInstanceOf(OrdererRefusedError);
    await expect(again).rejects.toMatchObject({
      status: 'BAD_REQUEST',
      retryable: false,
      detail: expect.stringContaining('version') as string,
    });
  });

  it('waits for a block that does not exist yet, until the call’s signal ends it', async () => {
    const next = await nextNumber();
    const reason = new Error('cancelled by the operator');
    const controller = new AbortController();
    const future = orderer.block(CHANNEL, next, { signal: controller.signal });
    controller.abort(reason);

    await expect(future).rejects.toBe(reason);
    await expect(orderer.block(CHANNEL, next, { timeout: 50 })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('does not know other channels, nor strangers', async () => {
    const stranger = new OrdererClient({
      connection: orderer.connection,
      signer: { ...organization.admin, mspId: 'StrangerMSP', sign: (message) => organization.admin.sign(message) },
    });

    await expect(orderer.block('nowhere', 'newest')).rejects.toBeInstanceOf(LedgerEntryNotFoundError);
    await expect(stranger.block(CHANNEL, 'newest')).rejects.toBeInstanceOf(AccessDeniedError);
  });

  it('answers that there is no leader without a majority, and takes messages when the majority is back', async () => {
    const [, second, third] = network.orderers;
    const message = await anyMessage();
    await Promise.all([second?.stop('SIGKILL'), third?.stop('SIGKILL')]);
    const refusal = pollUntil(
      () => orderer.broadcastOnce(message, { timeout: 500 }).then(() => undefined, rethrownUnlessLeaderless),
      (cause) => new Error('the orderer went on as if it had a majority', { cause }),
    );
    expect(await refusal).toMatchObject({ code: 'no_leader', retryable: true });

    const taken = orderer.broadcast(message);
    await Promise.all([second?.start(), third?.start()]);

    await expect(taken).resolves.toBeUndefined();
  });
});

function rethrownUnlessLeaderless(error: unknown): OrderingUnavailableError {
  if (error instanceof OrderingUnavailableError) return error;
  throw error;
}
