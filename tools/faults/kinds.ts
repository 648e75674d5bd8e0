import type { OperationKind } from '@heddle/contracts';

/** The operations of the main use case. */
export const MAIN_KINDS = ['chain.create', 'channel.create', 'chaincode.deploy', 'chain.release'] as const;
export type MainKind = (typeof MAIN_KINDS)[number];

/** Operations that change a chain with a channel and a chaincode, in the order in which a chain can go through them. */
export const CHANGES = [
  'peer.add',
  'orderer.add',
  'node.stop',
  'node.start',
  'node.restart',
  'node.resize',
  'peer.recreate',
  'orderer.recreate',
  'chain.restart',
  'peer.remove',
  'orderer.remove',
  'chain.stop',
  'chain.start',
  'chaincode.stop',
  'chaincode.start',
  'chaincode.remove',
] as const;
export type ChangeKind = (typeof CHANGES)[number];

export type Kind = MainKind | ChangeKind;

/** Operations without rows of their own, with the one that has the same steps. */
export const ALIKE = { 'chaincode.upgrade': 'chaincode.deploy' } as const satisfies Record<
  Exclude<OperationKind, Kind>,
  Kind
>;
