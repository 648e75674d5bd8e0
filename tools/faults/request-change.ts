import type { SignedInClient } from '@heddle/client';
import { api, type ChainChange, type Operation } from '@heddle/contracts';
import type { ChangeKind } from './kinds';
import type { ChaincodePlace } from './submits';

interface Requested {
  readonly operation: Operation;
}

/** A chain with a chaincode, and the organization whose first peer is changed. */
export interface ChangedChain extends ChaincodePlace {
  readonly organization: string;
  readonly chaincode: string;
}

type Request = (client: SignedInClient, chain: ChangedChain, kind: ChangeKind) => Promise<Requested>;

const change = (client: SignedInClient, { chainId }: ChangedChain, body: ChainChange): Promise<Requested> =>
  client.ask(api.changes.request, { params: { chainId }, body });

/** A change of one node, or of the whole chain. */
const ofNode =
  (bodyOf: (node: string) => ChainChange): Request =>
  (client, chain, kind) =>
    change(client, chain, bodyOf(nodeOf(kind, chain.organization)));

const REQUESTS: Readonly<Record<ChangeKind, Request>> = {
  'peer.add': (client, chain) => change(client, chain, { kind: 'peer.add', organization: chain.organization }),
  'peer.remove': ofNode((node) => ({ kind: 'peer.remove', node })),
  'peer.recreate': ofNode((node) => ({ kind: 'peer.recreate', node })),
  'orderer.add': ofNode(() => ({ kind: 'orderer.add' })),
  'orderer.remove': ofNode((node) => ({ kind: 'orderer.remove', node })),
  'orderer.recreate': ofNode((node) => ({ kind: 'orderer.recreate', node })),
  'node.stop': ofNode((node) => ({ kind: 'node.stop', node })),
  'node.start': ofNode((node) => ({ kind: 'node.start', node })),
  'node.restart': ofNode((node) => ({ kind: 'node.restart', node })),
  'node.resize': ofNode((node) => ({ kind: 'node.resize', node, resources: LARGER })),
  'chain.restart': ofNode(() => ({ kind: 'chain.restart' })),
  'chain.stop': (client, { chainId }) => client.ask(api.chains.stop, { params: { chainId } }),
  'chain.start': (client, { chainId }) => client.ask(api.chains.start, { params: { chainId } }),
  'chaincode.stop': (client, chain) => client.ask(api.chaincodes.stop, { params: placeOf(chain) }),
  'chaincode.start': (client, chain) => client.ask(api.chaincodes.start, { params: placeOf(chain) }),
  'chaincode.remove': (client, chain) =>
    client.ask(api.chaincodes.remove, { params: placeOf(chain), body: { confirmName: chain.chaincode } }),
};

const placeOf = ({ chainId, channelId, chaincodeId }: ChaincodePlace): ChaincodePlace => ({
  chainId,
  channelId,
  chaincodeId,
});

/** Adds a node, or changes the oldest one of its kind, the whole chain, or its chaincode. */
export const requestChange: Request = (client, chain, kind) => REQUESTS[kind](client, chain, kind);

/** The node that a change adds or removes, as the number of rows that it adds. */
export const nodesAdded = (kind: ChangeKind): number => (kind === 'peer.add' || kind === 'orderer.add' ? 1 : 0);

/** Whether the nodes of the chain, and its chaincode, run after the change. */
export const runsAfter = (kind: ChangeKind): boolean =>
  !['node.stop', 'chain.stop', 'chaincode.stop', 'chaincode.remove'].includes(kind);

/** The node that a change concerns: the first one of its kind. */
export const nodeOf = (kind: ChangeKind, organization: string): string =>
  kind.startsWith('orderer.') ? 'orderer0' : `peer0-${organization}`;

const LARGER = { requests: { cpu: '60m', memory: '96Mi' }, limits: { memory: '768Mi' } };
