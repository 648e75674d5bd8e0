import { OperationId, type Operation, type OperationState } from '@heddle/contracts';
import { chainOf, channelId, channelOf, chaincodeOf, operationId, operationOf } from '../../../testing/builders';
import { noChain, reduceChain, type ChainAction, type ChainSnapshot } from './chain.reducer';
import { anyHolder, chainHolder, channelHolder } from './holders';

const loaded = (changes: Partial<ChainSnapshot> = {}): ChainAction => ({
  type: 'loaded',
  snapshot: { chain: chainOf(), nodes: [], channels: [channelOf()], chaincodes: [chaincodeOf()], ...changes },
});
const announced = (kind: Operation['kind'], state: OperationState, id = operationId): ChainAction => ({
  type: 'live',
  payload: { topic: 'operation', operation: operationOf({ id, kind, state }) },
});
const holders = (...actions: ChainAction[]) => {
  const state = actions.reduce(reduceChain, noChain);
  return { chain: chainHolder(state), channel: channelHolder(state, channelId), any: anyHolder(state) };
};
const all = { chain: operationId, channel: operationId, any: operationId };
const none = { chain: null, channel: null, any: null };

describe('what an operation holds', () => {
  it('is everything for one on the chain or a node, from its announcement to its end', () => {
    expect(holders(loaded(), announced('node.restart', 'running'))).toEqual(all);
    expect(holders(loaded(), announced('node.restart', 'running'), announced('node.restart', 'succeeded'))).toEqual(none);
  });

  it.each(['peer.add', 'orderer.remove'] as const)('is everything for %s', (kind) => {
    expect(holders(loaded(), announced(kind, 'running'))).toEqual(all);
  });

  it('is its channel for one in a channel; what concerns the whole chain waits for it too', () => {
    const snapshot = loaded({ channels: [channelOf({ operationId })] });
    expect(holders(snapshot)).toEqual({ ...all, chain: null });
    expect(holders(snapshot, announced('chaincode.deploy', 'failed'))).toEqual(none);
  });

  it('is known of a chain that was loaded in its midst, and forgotten by the next snapshot without it', () => {
    const busy = loaded({ chain: chainOf({ operationId }) });
    expect(holders(busy)).toEqual(all);
    // The chain itself may not have changed: its revision is the same.
    expect(holders(busy, { type: 'loading' }, loaded())).toEqual(none);
  });

  it('begins again with a retry', () => {
    const steps = ['running', 'failed', 'queued'] as const;
    expect(holders(loaded(), ...steps.map((state) => announced('chain.stop', state)))).toEqual(all);
  });

  it('is that of the operation under way, not of one before', () => {
    const other = OperationId.parse('00000000-0000-4000-8000-0000000000f2');
    expect(holders(loaded(), announced('chain.stop', 'succeeded'), announced('chain.start', 'queued', other)).chain).toBe(
      other,
    );
  });
});
