import { assertHandlersComplete } from '@heddle/queue';
import type { WorkerServices } from '../services';
import { chainCreate } from './chain-create';
import { chainRelease } from './chain-release';
import { chainStart, chainStop } from './chain-start-stop';
import { chaincodeDeploy, chaincodeUpgrade } from './chaincode-deploy';
import { chaincodeRemove } from './chaincode-remove';
import { chaincodeStart, chaincodeStop } from './chaincode-start-stop';
import { channelCreate } from './channel-create';
import { nodeResize } from './node-resize';
import { nodeRestart } from './node-restart';
import { chainRestart } from './nodes/chain-restart';
import { nodeStart, nodeStop } from './nodes/node-start-stop';
import { ordererAdd } from './nodes/orderer-add';
import { ordererRecreate } from './nodes/orderer-recreate';
import { ordererRemove } from './nodes/orderer-remove';
import { peerAdd } from './nodes/peer-add';
import { peerRecreate } from './nodes/peer-recreate';
import { peerRemove } from './nodes/peer-remove';

/** One handler for each kind of operation. A worker does not start if one is missing. */
export const handlers = assertHandlersComplete<WorkerServices>({
  'chain.create': chainCreate,
  'chain.start': chainStart,
  'chain.stop': chainStop,
  'chain.release': chainRelease,
  'node.restart': nodeRestart,
  'node.resize': nodeResize,
  'peer.add': peerAdd,
  'peer.remove': peerRemove,
  'orderer.add': ordererAdd,
  'orderer.remove': ordererRemove,
  'peer.recreate': peerRecreate,
  'orderer.recreate': ordererRecreate,
  'node.stop': nodeStop,
  'node.start': nodeStart,
  'chain.restart': chainRestart,
  'channel.create': channelCreate,
  'chaincode.deploy': chaincodeDeploy,
  'chaincode.upgrade': chaincodeUpgrade,
  'chaincode.stop': chaincodeStop,
  'chaincode.start': chaincodeStart,
  'chaincode.remove': chaincodeRemove,
});
