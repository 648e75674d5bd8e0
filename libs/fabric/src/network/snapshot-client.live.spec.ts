import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestNetwork, type TestNetwork } from '@heddle/testing';
import { LifecycleClient } from '../lifecycle/lifecycle-client';
import { AccessDeniedError, ProposalRefusedError, ProtocolError } from './errors';
import { connectPeer, type PeerClient } from './peer-client';
import { SnapshotClient } from './snapshot-client';
import { waitForHeight } from './waits';

jest.setTimeout(60_000);

let network: TestNetwork;
let source: PeerClient;
let target: PeerClient;

beforeAll(async () => {
  network = await startTestNetwork({ orderers: 1, organizations: 1, peersPerOrganization: 2 });
  const [{ peers, admin }] = network.organizations;
  const [first, second] = peers.map(({ endpoint }) => connectPeer({ endpoint, signer: admin }));
  if (first === undefined || second === undefined) throw new Error('There are two peers.');
  [source, target] = [first, second];
  await network.orderers[0].participation.join(network.genesisBlock('trade'));
  await source.ensureJoined('trade', network.genesisBlock('trade'));
});

afterAll(async () => {
  source.close();
  target.close();
  await network.stop();
});

const approve = (sequence: number) =>
  new LifecycleClient(source).ensureApproved('trade', {
    name: `c${String(sequence)}`,
    version: '1',
    sequence: 1,
  });
const completed = (block: number) => join(network.folder, 'peer0.org1/snapshots/completed/trade', String(block));

describe('a snapshot of a channel', () => {
  let block: number;

  it('is complete once it is taken, of the newest block, and taken once', async () => {
    await approve(1);
    const snapshots = new SnapshotClient(source);
    const taken = await snapshots.take('trade');
    ({ block } = taken);
    expect(taken).toEqual({ block: (await source.channelInfo('trade')).height - 1, created: true });
    expect(await snapshots.pending('trade')).toEqual([]);
    expect(await snapshots.take('trade')).toEqual({ block, created: false });
  });

  it('lets another peer join without the blocks before it', async () => {
    const folder = join(network.folder, 'copied');
    await cp(completed(block), folder, { recursive: true });
    await Promise.all([1, 2].map(() => target.ensureJoinedBySnapshot('trade', folder)));
    await approve(2);
    const { height } = await waitForHeight(target, 'trade', block + 2);
    expect(height).toBe((await source.channelInfo('trade')).height);
    await expect(target.blockByNumber('trade', 0)).rejects.toThrow();
    await target.ensureJoinedBySnapshot('trade', 'anything');
  });

  it('is refused to others than administrators', async () => {
    const [{ user }] = network.organizations;
    const others = new SnapshotClient({ connection: source.connection, signer: user });
    await expect(others.take('trade')).rejects.toThrow(AccessDeniedError);
  });

  it('that is not there is an error', async () => {
    await expect(target.ensureJoinedBySnapshot('other', join(network.folder, 'nothing'))).rejects.toThrow(
      ProposalRefusedError,
    );
    await expect(target.ensureJoinedBySnapshot('other', join(network.folder, 'peer0.org1/msp'))).rejects.toThrow(
      ProtocolError,
    );
  });
});
