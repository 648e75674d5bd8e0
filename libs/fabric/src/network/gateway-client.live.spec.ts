import { deployTestChaincode, startTestNetwork, type TestDeployment, type TestNetwork } from '@heddle/testing';
import type { common } from '@hyperledger/fabric-protos';
import { LifecycleClient } from '../lifecycle/lifecycle-client';
import { parsePolicy } from '../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../policies/signature-policy';
import { followBlocks } from './block-events';
import { AccessDeniedError } from './errors';
import { connectGateway, GatewayClient } from './gateway-client';
import { connectPeer, PeerClient } from './peer-client';
import { EndorsementRefusedError, TransactionInvalidError } from './transaction-errors';
import { waitForTransaction } from './waits';

const CHANNEL = 'trade';
const CHAINCODE = 'basic';

jest.setTimeout(60_000);

let network: TestNetwork;
let deployment: TestDeployment;
let gateway: GatewayClient;
let peer: PeerClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 1, organizations: 2 });
  await network.createChannel(CHANNEL);
  deployment = await deployTestChaincode(network, {
    channel: CHANNEL,
    name: CHAINCODE,
    endorsementPolicy: { type: 'signature', signaturePolicy: policy("AND('Org1MSP.peer', 'Org2MSP.peer')") },
    collections: [
      {
        name: 'secrets',
        policy: policy("OR('Org1MSP.member', 'Org2MSP.member')"),
        requiredPeerCount: 0,
        maxPeerCount: 1,
        blockToLive: 0,
        memberOnlyRead: true,
        memberOnlyWrite: true,
      },
    ],
  });
  const [{ peers, user }] = network.organizations;
  gateway = connectGateway({ endpoint: peers[0].endpoint, signer: user });
  peer = new PeerClient(gateway);
});

afterAll(async () => {
  gateway.close();
  await deployment.stop();
  await network.stop();
});

function policy(text: string): Uint8Array {
  return toSignaturePolicyEnvelope(parsePolicy(text)).serializeBinary();
}

function put(key: string, value = 'x') {
  return gateway.submit(CHANNEL, CHAINCODE, { fn: 'put', args: [key, value] });
}

async function take<T>(count: number, items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
}

function numberOf(block: common.Block): number {
  return block.getHeader()?.getNumber() ?? -1;
}

describe('submitting', () => {
  it('ends with the transaction in a block and the function’s result', async () => {
    const submitted = await put('colour', 'blue');

    expect(submitted).toMatchObject({ validationCode: 'VALID' });
    expect(Buffer.from(submitted.result).toString()).toBe('blue');
    const { height } = await peer.channelInfo(CHANNEL);
    expect(submitted.blockNumber).toBe(height - 1);
    const stored = await peer.transactionById(CHANNEL, submitted.transactionId);
    expect(stored.getValidationcode()).toBe(0);
    const block = await peer.blockByTransactionId(CHANNEL, submitted.transactionId);
    expect(numberOf(block)).toBe(submitted.blockNumber);
  });

  it('keeps transient data off the ledger', async () => {
    const { blockNumber } = await gateway.submit(CHANNEL, CHAINCODE, {
      fn: 'putPrivate',
      args: ['secrets', 'recipe'],
      transient: { value: 'two spoons of sugar' },
    });

    const read = await gateway.evaluate(CHANNEL, CHAINCODE, { fn: 'getPrivate', args: ['secrets', 'recipe'] });
    expect(Buffer.from(read).toString()).toBe('two spoons of sugar');
    const block = Buffer.from((await peer.blockByNumber(CHANNEL, blockNumber)).serializeBinary());
    expect(block.includes('two spoons of sugar')).toBe(false);
    expect(block.includes('putPrivate')).toBe(true);
  });

  it('is refused with the message of the peer whose chaincode failed', async () => {
    const refused = gateway.submit(CHANNEL, CHAINCODE, { fn: 'fail', args: ['no stock'] });

    await expect(refused).rejects.toBeInstanceOf(EndorsementRefusedError);
    await expect(refused).rejects.toMatchObject({
      retryable: false,
      refusals: [{ mspId: 'Org1MSP', message: 'chaincode response 500, refused on purpose: no stock' }],
    });
  });

  it('names the validation code of a transaction that came too late', async () => {
    await put('counter', '0');
    const writes = ['1', '2', '3', '4'].map((value) =>
      gateway.submit(CHANNEL, CHAINCODE, { fn: 'swap', args: ['counter', value] }),
    );

    const outcomes = await Promise.allSettled(writes);

    const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(TransactionInvalidError);
      expect(error).toMatchObject({ validationCode: 'MVCC_READ_CONFLICT', retryable: true });
    }
  });

  it('is invalid when fewer organizations endorse than the policy wants', async () => {
    const lonely = gateway.submit(CHANNEL, CHAINCODE, {
      fn: 'put',
      args: ['a', 'b'],
      endorsingOrganizations: ['Org1MSP'],
    });

    await expect(lonely).rejects.toMatchObject({
      code: 'transaction_invalid',
      validationCode: 'ENDORSEMENT_POLICY_FAILURE',
      retryable: false,
    });
  });

  it('is denied to identities that no organization of the channel vouches for', async () => {
    const { user } = network.ordererOrganization;
    const stranger = new GatewayClient({ connection: gateway.connection, signer: { ...user, mspId: 'Org1MSP' } });

    await expect(stranger.submit(CHANNEL, CHAINCODE, { fn: 'put', args: ['a', 'b'] })).rejects.toBeInstanceOf(
      AccessDeniedError,
    );
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('cancelled by the operator');
    const controller = new AbortController();
    const submission = gateway.submit(
      CHANNEL,
      CHAINCODE,
      { fn: 'put', args: ['a', 'b'] },
      { signal: controller.signal },
    );
    controller.abort(reason);

    await expect(submission).rejects.toBe(reason);
  });

  it('reaches the other organization’s peer', async () => {
    const [, other] = network.organizations;
    const { transactionId } = await put('far', 'away');

    using far = connectGateway({
      endpoint: other?.peers[0].endpoint ?? { address: '' },
      signer: other?.user ?? peer.signer,
    });
    const stored = await waitForTransaction(new PeerClient(far), CHANNEL, transactionId);

    expect(stored.getValidationcode()).toBe(0);
    expect(Buffer.from(await far.evaluate(CHANNEL, CHAINCODE, { fn: 'get', args: ['far'] })).toString()).toBe('away');
  });
});

describe('while the ordering service is unavailable', () => {
  it('a submission waits until an orderer takes it', async () => {
    const [orderer] = network.orderers;
    await orderer.stop('SIGKILL');

    const submission = put('patient', 'yes');
    await orderer.start();

    await expect(submission).resolves.toMatchObject({ validationCode: 'VALID' });
  });

  it('a submission that no orderer takes in time ends as worth a retry', async () => {
    const [orderer] = network.orderers;
    await orderer.stop('SIGKILL');

    const submission = gateway.submit(CHANNEL, CHAINCODE, { fn: 'put', args: ['a', 'b'] }, { timeout: 1_500 });

    await expect(submission).rejects.toMatchObject({ retryable: true });
    await orderer.start();
  });
});

describe('evaluating', () => {
  it('passes transient data and returns what the function returns', async () => {
    const result = await gateway.evaluate(CHANNEL, CHAINCODE, {
      fn: 'echoTransient',
      args: ['word'],
      transient: { word: 'hush' },
    });

    expect(Buffer.from(result).toString()).toBe('hush');
  });

  it('is refused with the chaincode’s message', async () => {
    const missing = gateway.evaluate(CHANNEL, CHAINCODE, { fn: 'get', args: ['nothing'] });

    await expect(missing).rejects.toBeInstanceOf(EndorsementRefusedError);
    await expect(missing).rejects.toThrow(/chaincode response 500, not found/);
  });

  it('of a chaincode that does not exist says so and may be retried', async () => {
    await expect(gateway.evaluate(CHANNEL, 'absent', { fn: 'get', args: [] })).rejects.toMatchObject({
      code: 'endorsers_unavailable',
      retryable: true,
    });
  });
});

describe('chaincode events', () => {
  it('contain their position, and resume after the last one', async () => {
    const first = await put('one');
    const second = await put('two');
    const [event] = await take(1, gateway.chaincodeEvents(CHANNEL, CHAINCODE, { from: first.blockNumber }));

    expect(event).toMatchObject({
      blockNumber: first.blockNumber,
      transactionId: first.transactionId,
      chaincode: CHAINCODE,
      eventName: 'put',
    });
    const [following] = await take(
      1,
      gateway.chaincodeEvents(CHANNEL, CHAINCODE, {
        from: first.blockNumber,
        afterTransactionId: first.transactionId,
      }),
    );
    expect(following?.transactionId).toBe(second.transactionId);
  });
});

describe('block events', () => {
  it('come in order from the block that is asked for, and continue with new ones', async () => {
    const blocks = gateway.blockEvents(CHANNEL, { from: 0 });
    const { height } = await peer.channelInfo(CHANNEL);
    const pending = take(height + 1, blocks);
    await put('new', 'block');

    expect((await pending).map(numberOf)).toEqual(Array.from({ length: height + 1 }, (_, number) => number));
  });

  it('resume after the last block that was processed, without a gap or a double', async () => {
    const first = (await take(2, gateway.blockEvents(CHANNEL, { from: 0 }))).map(numberOf);
    const checkpoint = first.at(-1) ?? 0;

    const second = (await take(2, gateway.blockEvents(CHANNEL, { from: checkpoint + 1 }))).map(numberOf);

    expect([...first, ...second]).toEqual([0, 1, 2, 3]);
  });

  it('end with the reason of the consumer’s signal', async () => {
    const reason = new Error('the indexer stops');
    const controller = new AbortController();
    const waiting = take(1, gateway.blockEvents(CHANNEL, { signal: controller.signal }));
    controller.abort(reason);

    await expect(waiting).rejects.toBe(reason);
  });

  it('are followed across a restart of the peer', async () => {
    const [{ peers, admin }] = network.organizations;
    const { height } = await peer.channelInfo(CHANNEL);
    const blocks = followBlocks(gateway, CHANNEL, { from: height - 1 });
    expect(numberOf((await blocks.next()).value as common.Block)).toBe(height - 1);

    const next = blocks.next();
    await peers[0].stop('SIGKILL');
    await peers[0].start();
    using restarted = connectPeer({ endpoint: peers[0].endpoint, signer: admin });
    await new LifecycleClient(restarted).approve(CHANNEL, { name: 'another', version: '1', sequence: 1 });

    expect(numberOf((await next).value as common.Block)).toBe(height);
    await blocks.return();
  });
});

describe('a chaincode server that is down', () => {
  it('is named, with what to do', async () => {
    await deployment.stop();

    const stopped = gateway.evaluate(CHANNEL, CHAINCODE, { fn: 'get', args: ['colour'] }, { timeout: 30_000 });

    await expect(stopped).rejects.toMatchObject({ code: 'chaincode_unavailable', retryable: true });
  });
});
