import { Initial1763856000000 } from './1763856000000-initial';
import { Clusters1795392000000 } from './1795392000000-clusters';
import { ChaincodeInit1795891000000 } from './1795891000000-chaincode-init';
import { SourceProjects1796250000000 } from './1796250000000-source-projects';
import { WorkerDeaths1796500000000 } from './1796500000000-worker-deaths';
import { OperationSequence1796500000001 } from './1796500000001-operation-sequence';
import { ChannelObservation1796500000002 } from './1796500000002-channel-observation';
import { NumberOperations1796500000003 } from './1796500000003-number-operations';
import { Inventory1796500000004 } from './1796500000004-inventory';
import { LogLevel1796500000005 } from './1796500000005-log-level';
import { ChainsByAge1796500000006 } from './1796500000006-chains-by-age';
import { NodeSettings1796500000007 } from './1796500000007-node-settings';
import { LostLedgers1796500000008 } from './1796500000008-lost-ledgers';

/** In execution order. A released migration is never changed. */
export const MIGRATIONS = [
  Initial1763856000000,
  Clusters1795392000000,
  ChaincodeInit1795891000000,
  SourceProjects1796250000000,
  WorkerDeaths1796500000000,
  OperationSequence1796500000001,
  ChannelObservation1796500000002,
  NumberOperations1796500000003,
  Inventory1796500000004,
  LogLevel1796500000005,
  ChainsByAge1796500000006,
  NodeSettings1796500000007,
  LostLedgers1796500000008,
];
