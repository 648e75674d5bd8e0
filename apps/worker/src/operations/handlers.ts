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

/** One handler for each kind of operation. A worker does not start if one is missing. */
export const handlers = assertHandlersComplete<WorkerServices>({
  'chain.create': chainCreate,
  'chain.start': chainStart,
  'chain.stop': chainStop,
  'chain.release': chainRelease,
  'node.restart': nodeRestart,
  'node.resize': nodeResize,
  'channel.create': channelCreate,
  'chaincode.deploy': chaincodeDeploy,
  'chaincode.upgrade': chaincodeUpgrade,
  'chaincode.stop': chaincodeStop,
  'chaincode.start': chaincodeStart,
  'chaincode.remove': chaincodeRemove,
});
