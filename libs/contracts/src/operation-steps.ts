import type { OperationKind } from './operations';

const DEPLOYMENT = ['build', 'package', 'serve', 'install', 'approve', 'commit', 'check', 'initialize'] as const;

/** The steps of each kind of operation, in their order. An operation of another version may have others. */
export const OPERATION_STEPS = {
  'chain.create': ['plan', 'identities', 'artifacts', 'nodes', 'ready'],
  'chain.start': ['start', 'ready'],
  'chain.stop': ['stop'],
  'chain.release': ['nodes', 'artifacts', 'forget'],
  'node.restart': ['restart', 'ready'],
  'node.resize': ['resize', 'ready'],
  'peer.add': ['plan', 'start', 'ready', 'join', 'install', 'profiles'],
  'peer.remove': ['leave', 'anchors', 'remove'],
  'orderer.add': ['plan', 'start', 'ready', 'consent', 'endpoints', 'profiles'],
  'orderer.remove': ['check', 'leave', 'endpoints', 'consent', 'remove'],
  'peer.recreate': ['leave', 'clear', 'start', 'ready', 'join', 'install'],
  'orderer.recreate': ['check', 'endpoints', 'resign', 'clear', 'start', 'ready', 'consent', 'publish'],
  'node.stop': ['stop'],
  'node.start': ['start', 'ready', 'level'],
  'chain.restart': ['check', 'restart'],
  'channel.create': ['config', 'orderers', 'peers', 'verify'],
  'chaincode.deploy': DEPLOYMENT,
  'chaincode.upgrade': DEPLOYMENT,
  'chaincode.stop': ['stop'],
  'chaincode.start': ['start', 'check'],
  'chaincode.remove': ['servers', 'packages', 'forget'],
} as const satisfies Record<OperationKind, readonly string[]>;

export type OperationStepName<Kind extends OperationKind> = (typeof OPERATION_STEPS)[Kind][number];
