import { AssetTransferContract } from './asset-transfer.js';

export { AssetTransferContract } from './asset-transfer.js';

/** What fabric-chaincode-node serves. */
export const contracts = [AssetTransferContract];
