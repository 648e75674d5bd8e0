import { authRoutes } from './routes/auth';
import { blockRoutes } from './routes/blocks';
import { chaincodeRoutes } from './routes/chaincodes';
import { changeRoutes } from './routes/changes';
import { chainRoutes } from './routes/chains';
import { channelRoutes } from './routes/channels';
import { clusterRoutes } from './routes/clusters';
import { connectRoutes } from './routes/connect';
import { identityRoutes } from './routes/identities';
import { nodeRoutes } from './routes/nodes';
import { operationRoutes } from './routes/operations';
import { sampleRoutes } from './routes/samples';

/** Every route of the REST API, by resource. */
export const api = {
  auth: authRoutes,
  chains: chainRoutes,
  nodes: nodeRoutes,
  changes: changeRoutes,
  channels: channelRoutes,
  chaincodes: chaincodeRoutes,
  samples: sampleRoutes,
  blocks: blockRoutes,
  identities: identityRoutes,
  connect: connectRoutes,
  operations: operationRoutes,
  clusters: clusterRoutes,
} as const;
