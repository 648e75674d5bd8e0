import {
  ChainId,
  ChainSpec,
  ChaincodeId,
  ChannelId,
  ClusterId,
  ClusterSettings,
  DefinitionId,
  IdentityId,
  NodeId,
  OperationId,
  SourceId,
  HEALTHY,
  type Chain,
  type Chaincode,
  type Channel,
  type Cluster,
  type ClusterNode,
  type ClusterTest,
  type Identity,
  type Node,
  type Operation,
  type OperationEvent,
} from '@heddle/contracts';

const at = '2026-01-01T00:00:00.000Z';
export const chainId = ChainId.parse('00000000-0000-4000-8000-000000000001');
export const operationId = OperationId.parse('00000000-0000-4000-8000-0000000000f1');

export function chainOf(changes: Partial<Chain> = {}): Chain {
  return {
    id: chainId,
    name: 'supply',
    description: '',
    runtime: 'local',
    cluster: null,
    spec: ChainSpec.parse({ name: 'supply', organizations: [{ name: 'org1' }] }),
    status: { state: 'running', reason: null, since: at, observedAt: at },
    health: HEALTHY,
    counts: { organizations: 2, orderers: 3, peers: 2, channels: 0 },
    warnings: [],
    allowedActions: ['stop', 'release', 'createChannel'],
    operationId: null,
    operation: null,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

export const clusterId = ClusterId.parse('00000000-0000-4000-8000-0000000000c1');

export function clusterNodeOf(changes: Partial<ClusterNode> = {}): ClusterNode {
  return {
    name: 'worker-1',
    ready: true,
    reason: null,
    version: 'v1.34.2',
    capacity: { cpuMillis: 4_000, memoryBytes: 8 * 2 ** 30, pods: 110 },
    requested: { cpuMillis: 1_000, memoryBytes: 2 * 2 ** 30, pods: 12 },
    used: { cpuMillis: 600, memoryBytes: 2 ** 30 },
    ...changes,
  };
}

export function clusterTestOf(changes: Partial<ClusterTest> = {}): ClusterTest {
  return {
    testedAt: at,
    problem: null,
    remedy: null,
    version: 'v1.34.2',
    missingPermissions: [],
    storageClasses: [
      { name: 'standard', provisioner: 'rancher.io/local-path', isDefault: true, waitsForConsumer: true },
    ],
    nodes: [clusterNodeOf()],
    monitoring: false,
    warnings: [],
    ...changes,
  };
}

export function clusterOf(changes: Partial<Cluster> = {}): Cluster {
  return {
    id: clusterId,
    name: 'east',
    source: { type: 'kubeconfig', context: 'work' },
    server: 'https://10.0.0.1:6443',
    settings: ClusterSettings.parse({ shared: { type: 'nfs', server: 'nfs.example', path: '/exports' } }),
    pullSecretRegistries: [],
    status: { state: 'reachable', reason: null, since: at, observedAt: at },
    version: 'v1.34.2',
    lastTest: clusterTestOf(),
    chains: 0,
    allowedActions: ['test', 'update', 'remove'],
    revision: 1,
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

export function operationOf(changes: Partial<Operation> = {}): Operation {
  const step = { weight: 1, state: 'pending', attempts: 1, startedAt: null, finishedAt: null } as const;
  return {
    id: operationId,
    sequence: 1,
    kind: 'chain.create',
    chainId,
    subject: 'supply',
    state: 'queued',
    progress: 0,
    steps: [
      { ...step, name: 'plan' },
      { ...step, name: 'nodes', weight: 3 },
    ],
    error: null,
    requestedBy: 'ada',
    cancelledBy: null,
    attempt: 1,
    allowedActions: ['cancel'],
    createdAt: at,
    startedAt: at,
    finishedAt: null,
    asOfSeq: 0,
    ...changes,
  };
}

export function eventOf(seq: number, changes: Partial<OperationEvent> = {}): OperationEvent {
  return {
    operationId,
    seq,
    at: new Date(Date.parse(at) + seq * 1_000).toISOString(),
    level: 'info',
    step: null,
    stepState: null,
    message: `event ${String(seq)}`,
    progress: 0,
    state: 'running',
    ...changes,
  };
}

export const channelId = ChannelId.parse('00000000-0000-4000-8000-0000000000b1');

export function chaincodeOf(changes: Partial<Chaincode> = {}): Chaincode {
  return {
    id: ChaincodeId.parse('00000000-0000-4000-8000-0000000000d1'),
    chainId,
    channelId,
    channel: 'orders',
    name: 'assets',
    status: { state: 'active', reason: null, since: at, observedAt: at },
    health: HEALTHY,
    definition: {
      id: DefinitionId.parse('00000000-0000-4000-8000-0000000000e1'),
      version: '1.0',
      sequence: 1,
      state: 'committed',
      endorsementPolicy: null,
      collections: [],
      initRequired: false,
      init: null,
      origin: { type: 'source', sourceId: SourceId.parse('00000000-0000-4000-8000-0000000000e2') },
      language: 'go',
      packageIds: {},
      createdAt: at,
      committedAt: at,
    },
    operationId: null,
    operation: null,
    revision: 1,
    createdAt: at,
    ...changes,
  };
}

export function channelOf(changes: Partial<Channel> = {}): Channel {
  return {
    id: channelId,
    chainId,
    name: 'orders',
    status: { state: 'active', reason: null, since: at, observedAt: at },
    health: HEALTHY,
    height: 1,
    orderers: [{ name: 'orderer0', state: 'joined' }],
    members: [
      {
        organization: 'org1',
        mspId: 'Org1MSP',
        peers: [{ name: 'peer0-org1', state: 'joined', height: 1 }],
        anchorPeers: [],
      },
    ],
    chaincodes: 0,
    operationId: null,
    operation: null,
    revision: 1,
    createdAt: at,
    ...changes,
  };
}

export function identityOf(changes: Partial<Identity> = {}): Identity {
  return {
    id: IdentityId.parse('00000000-0000-4000-8000-0000000000a1'),
    organization: 'org1',
    mspId: 'Org1MSP',
    name: 'alice',
    commonName: 'alice',
    role: 'client',
    attributes: { 'abac.creator': 'true', 'hf.EnrollmentID': 'alice' },
    serialNumber: '5CE87EADF6C1F7DE87092C15DAC98D91',
    issuedBy: 'ca.org1.example.com',
    notBefore: at,
    expiresAt: '2027-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function nodeOf(changes: Partial<Node> = {}): Node {
  return {
    id: NodeId.parse('00000000-0000-4000-8000-0000000000a1'),
    chainId,
    name: 'peer0-org1',
    kind: 'peer',
    organization: 'org1',
    mspId: 'Org1MSP',
    status: { state: 'running', reason: null, since: at, observedAt: at },
    health: HEALTHY,
    addresses: {},
    pid: null,
    startedAt: at,
    restarts: 0,
    cpuPercent: null,
    memoryBytes: null,
    blockHeights: {},
    certificateExpiresAt: null,
    resources: null,
    logLevel: null,
    revision: 1,
    ...changes,
  };
}
