import { TestBed } from '@angular/core/testing';
import {
  HEALTHY,
  ChannelId,
  chainRoom,
  type BlockSummary,
  type Channel,
  type ConfiguredMember,
  type LedgerDefinition,
  type Problem,
} from '@heddle/contracts';
import { chainId, chainOf, operationId, operationOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { SessionStore } from '../../../core/session/session.store';
import { ChainStore } from '../../../data/chain/chain.store';
import { ChannelPage } from './channel.page';

const at = '2026-01-01T00:00:00.000Z';
const channelId = ChannelId.parse('00000000-0000-4000-8000-0000000000c1');
const path = `/chains/${chainId}/channels/${channelId}/blocks`;

function channelOf(changes: Partial<Channel> = {}): Channel {
  return {
    id: channelId,
    chainId,
    name: 'orders',
    status: { state: 'active', reason: null, since: at, observedAt: at },
    health: HEALTHY,
    height: 1,
    orderers: [],
    members: [],
    chaincodes: 0,
    operationId: null,
    operation: null,
    revision: 1,
    createdAt: at,
    ...changes,
  };
}

const block: BlockSummary = {
  number: 0,
  hash: 'ab'.repeat(32),
  previousHash: '',
  dataHash: 'cd'.repeat(32),
  at: null,
  transactions: 1,
  validTransactions: 1,
  size: 14_567,
};
const away: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 503,
  code: 'peer_unreachable',
  detail: 'No peer answers.',
};

const FOREIGN: LedgerDefinition = {
  name: 'foreign',
  version: '5.0',
  sequence: 2,
  endorsementPolicy: null,
  collections: [],
  initRequired: false,
  chaincodeId: null,
  committedBy: 'outside',
};
const MEMBERS: ConfiguredMember[] = [
  { mspId: 'Org1MSP', organization: 'org1', anchorPeers: [] },
  { mspId: 'Org3MSP', organization: null, anchorPeers: ['peer0.org3.test:7051'] },
];

async function page(channel: Channel) {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', `/chains/${chainId}`, () => chainOf());
  server.on('GET', `/chains/${chainId}/nodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `/chains/${chainId}/channels`, () => ({ items: [channel], nextCursor: null }));
  server.on('GET', `/chains/${chainId}/channels/${channelId}/chaincodes`, () => ({ items: [], nextCursor: null }));
  server.on('GET', `/chains/${chainId}/channels/${channelId}/committed-definitions`, () => ({
    items: [FOREIGN],
    nextCursor: null,
  }));
  server.on('GET', `/chains/${chainId}/channels/${channelId}/members`, () => ({ items: MEMBERS, nextCursor: null }));
  server.refuse('GET', path, away);
  const mounted = await mount(ChannelPage, { providers: [server.provider, ChainStore], inputs: { channelId } });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  TestBed.inject(ChainStore).show(chainId);
  await shows(mounted, 'orders');
  const publish = (changed: Channel) => {
    mounted.socket.send(chainRoom(chainId), { topic: 'channel', channel: changed });
  };
  return { ...mounted, server, publish };
}

describe('ChannelPage', () => {
  it('lists what other clients committed and added, with the way to take it over', async () => {
    const mounted = await page(channelOf());
    await shows(mounted, 'Org3MSP');
    expect(mounted.text()).not.toContain('Org1MSP');
    await shows(mounted, 'Take over');
    expect(mounted.element.querySelector('a[href$="/chaincodes/new?name=foreign"]')).not.toBeNull();
  });

  it('says of peers and orderers that they are joining or leaving, and nothing of those that have joined', async () => {
    const peer = (name: string) => ({ name, height: null });
    const peers = [
      { ...peer('peer0-org1'), state: 'joined' as const },
      { ...peer('peer1-org1'), state: 'joining' as const },
      { ...peer('peer2-org1'), state: 'leaving' as const, height: 7 },
    ];
    const members = [{ organization: 'org1', mspId: 'Org1MSP', peers, anchorPeers: [] }];
    const orderers = [
      { name: 'orderer0', state: 'joined' as const },
      { name: 'orderer1', state: 'joining' as const },
    ];
    const mounted = await page(channelOf({ members, orderers }));
    await shows(mounted, 'Members');
    const nodes = [...mounted.element.querySelectorAll('app-channel-members .node')];
    const textOf = (one: Node | null) => one?.textContent?.trim();
    const wordsOf = (node: Element) => [node.firstChild, ...node.children].map(textOf);
    expect(nodes.map(wordsOf)).toEqual([
      ['peer0-org1', 'not joined'],
      ['peer1-org1', 'Joining'],
      ['peer2-org1', 'height 7', 'Leaving'],
      ['orderer0'],
      ['orderer1', 'Joining'],
    ]);
  });

  it('asks for blocks only once every peer of a new channel has joined', async () => {
    const status = { ...channelOf().status, state: 'creating' as const };
    const mounted = await page(channelOf({ status }));
    await mounted.fixture.whenStable();
    expect(mounted.server.asked('GET', path)).toEqual([]);
    mounted.server.on('GET', path, () => ({ height: 1, items: [block] }));
    mounted.publish(channelOf({ revision: 2 }));
    await shows(mounted, '14');
    expect(mounted.element.querySelector(`a[href$="/blocks/0"]`)).not.toBeNull();
  });

  it('shows blocks as they are committed, and reads those that did not come', async () => {
    const mounted = await page(channelOf());
    const blocks = Array.from({ length: 40 }, (_, number) => ({ ...block, number }));
    const upTo = (height: number) => () => ({
      height,
      items: blocks.slice(Math.max(0, height - 10), height).reverse(),
    });
    mounted.server.on('GET', path, upTo(1));
    mounted.socket.send(chainRoom(chainId), { topic: 'chain', chain: chainOf({ revision: 2 }) });
    await shows(mounted, '14 kB');
    const asked = mounted.server.asked('GET', path).length;
    mounted.socket.commit(channelId, blocks.slice(1, 3));
    await shows(mounted, 'height 3');
    expect(mounted.element.querySelector('a[href$="/blocks/2"]')).not.toBeNull();
    expect(mounted.server.asked('GET', path)).toHaveLength(asked);
    mounted.server.on('GET', path, upTo(40));
    mounted.socket.commit(channelId, blocks.slice(20, 40));
    await shows(mounted, 'height 40');
    expect(mounted.element.querySelector('a[href$="/blocks/39"]')).not.toBeNull();
    mounted.socket.drop();
    mounted.socket.height = 41;
    mounted.server.on('GET', path, () => ({ height: 41, items: [{ ...block, number: 40 }] }));
    mounted.socket.back();
    await shows(mounted, 'height 41');
  });

  it('leads to no deployment while an operation works in the channel, and again once it has ended', async () => {
    const mounted = await page(channelOf());
    const links = () => mounted.element.querySelectorAll('a[href*="/chaincodes/new"]').length;
    await until(mounted, () => links() === 2);
    const operation = operationOf({ kind: 'chaincode.deploy', state: 'running' });
    mounted.socket.send(chainRoom(chainId), { topic: 'operation', operation });
    mounted.publish(channelOf({ operationId, revision: 2 }));
    await until(mounted, () => links() === 0);
    expect(mounted.element.querySelectorAll('a[aria-disabled=true][aria-describedby=held-by]')).toHaveLength(2);
    const ended = { ...operation, state: 'succeeded' as const };
    mounted.socket.send(chainRoom(chainId), { topic: 'operation', operation: ended });
    await until(mounted, () => links() === 2);
  });

  it('asks again by itself for what could not be read, when the chain has changed', async () => {
    const mounted = await page(channelOf());
    await shows(mounted, 'No peer answers.');
    mounted.server.on('GET', path, () => ({ height: 1, items: [block] }));
    mounted.socket.send(chainRoom(chainId), { topic: 'chain', chain: chainOf({ revision: 2 }) });
    await shows(mounted, '14');
    expect(mounted.element.querySelector('app-error-panel')).toBeNull();
  });
});
