import { z } from 'zod';
import { ChangePassword, CurrentUser, Login, Session } from './auth';
import { Block, BlockListQuery, BlockSummary, TransactionDetail } from './blocks';
import { ChainSpec } from './chain-spec';
import {
  Chaincode,
  ChaincodeDefinition,
  ChaincodeSource,
  DeployChaincode,
  InvokeResult,
  QueryResult,
  TransactionRequest,
  UpgradeChaincode,
} from './chaincodes';
import { acceptedOf, ArtifactFile, Chain, ChainListQuery, LogChunk, LogQuery, Node, Organization } from './chains';
import { Channel, ChannelConfig, CreateChannel } from './channels';
import { ChainId, ChaincodeId, ChannelId, NodeId, OperationId } from './ids';
import { Operation, OperationEvent, OperationEventsQuery, OperationListQuery } from './operations';
import { pageOf } from './pagination';
import { route } from './route';

const chain = z.strictObject({ chainId: ChainId });
const node = z.strictObject({ chainId: ChainId, nodeId: NodeId });
const channel = z.strictObject({ chainId: ChainId, channelId: ChannelId });
const chaincode = z.strictObject({ chainId: ChainId, channelId: ChannelId, chaincodeId: ChaincodeId });
const operation = z.strictObject({ operationId: OperationId });
const nothing = z.undefined();

const auth = {
  login: route('POST /auth/login', {
    access: 'public',
    tag: 'Auth',
    summary: 'Sign in; the refresh token is set as an httpOnly cookie',
    body: Login,
    response: Session,
  }),
  refresh: route('POST /auth/refresh', {
    access: 'public',
    tag: 'Auth',
    summary: 'Exchange the refresh cookie for a new session; the cookie rotates',
    response: Session,
  }),
  logout: route('POST /auth/logout', {
    access: 'public',
    tag: 'Auth',
    summary: 'End the session of the refresh cookie',
    status: 204,
    response: nothing,
  }),
  me: route('GET /auth/me', {
    access: 'authenticated',
    tag: 'Auth',
    summary: 'Who is signed in and what they may do',
    response: CurrentUser,
  }),
  changePassword: route('POST /auth/password', {
    access: 'authenticated',
    tag: 'Auth',
    summary: 'Change the own password; every other session ends',
    status: 204,
    body: ChangePassword,
    response: nothing,
  }),
};

const chains = {
  create: route('POST /chains', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Create a chain and start building it',
    status: 202,
    body: ChainSpec,
    response: acceptedOf(Chain),
  }),
  validate: route('POST /chains/validate', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Check a chain description without writing anything',
    body: ChainSpec,
    response: z.strictObject({ warnings: z.array(z.string()), nodes: z.int() }),
  }),
  list: route('GET /chains', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'List chains',
    query: ChainListQuery,
    response: pageOf(Chain),
  }),
  get: route('GET /chains/:chainId', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'One chain',
    params: chain,
    response: Chain,
  }),
  start: route('POST /chains/:chainId/start', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Start every node',
    status: 202,
    params: chain,
    response: acceptedOf(Chain),
  }),
  stop: route('POST /chains/:chainId/stop', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Stop every node; ledgers stay',
    status: 202,
    params: chain,
    response: acceptedOf(Chain),
  }),
  release: route('POST /chains/:chainId/release', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Remove every node, ledger and key of the chain for good',
    status: 202,
    params: chain,
    body: z.strictObject({ confirmName: z.string() }),
    response: acceptedOf(Chain),
  }),
  delete: route('DELETE /chains/:chainId', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Forget a released chain',
    status: 204,
    params: chain,
    response: nothing,
  }),
  organizations: route('GET /chains/:chainId/organizations', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'Organizations of a chain',
    params: chain,
    response: pageOf(Organization),
  }),
  connectionProfile: route('GET /chains/:chainId/connection-profile', {
    access: 'artifacts:read',
    tag: 'Chains',
    summary: 'Connection profile of one organization for Fabric client applications',
    params: chain,
    query: z.strictObject({ organization: z.string().max(60).optional() }),
    response: z.record(z.string(), z.unknown()),
  }),
  artifacts: route('GET /chains/:chainId/artifacts', {
    access: 'artifacts:read',
    tag: 'Artifacts',
    summary: 'Files that Heddle keeps for the chain, without private keys',
    params: chain,
    response: pageOf(ArtifactFile),
  }),
  artifactsArchive: route('GET /chains/:chainId/artifacts.tar.gz', {
    access: 'artifacts:read',
    tag: 'Artifacts',
    summary: 'The same files as one archive',
    params: chain,
    response: z.unknown(),
    media: { response: 'application/gzip' },
  }),
};

const nodes = {
  list: route('GET /chains/:chainId/nodes', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'Nodes of a chain with their status',
    params: chain,
    response: pageOf(Node),
  }),
  get: route('GET /chains/:chainId/nodes/:nodeId', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'One node',
    params: node,
    response: Node,
  }),
  logs: route('GET /chains/:chainId/nodes/:nodeId/logs', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'Log text of a node, from its end or from an offset, waiting for more when asked to',
    params: node,
    query: LogQuery,
    response: LogChunk,
  }),
  restart: route('POST /chains/:chainId/nodes/:nodeId/restart', {
    access: 'nodes:write',
    tag: 'Nodes',
    summary: 'Restart one node',
    status: 202,
    params: node,
    response: acceptedOf(Node),
  }),
};

const channels = {
  create: route('POST /chains/:chainId/channels', {
    access: 'channels:write',
    tag: 'Channels',
    summary: 'Create a channel, join orderers and peers, set anchor peers',
    status: 202,
    params: chain,
    body: CreateChannel,
    response: acceptedOf(Channel),
  }),
  list: route('GET /chains/:chainId/channels', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'Channels of a chain',
    params: chain,
    response: pageOf(Channel),
  }),
  get: route('GET /chains/:chainId/channels/:channelId', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'One channel with its members and heights',
    params: channel,
    response: Channel,
  }),
  config: route('GET /chains/:chainId/channels/:channelId/config', {
    access: 'channels:read',
    tag: 'Channels',
    summary: 'The configuration that the channel runs with',
    params: channel,
    response: ChannelConfig,
  }),
};

const chaincodes = {
  upload: route('POST /chaincode-sources', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Upload chaincode source (multipart field `file`: zip, tar.gz or a single file)',
    status: 201,
    response: ChaincodeSource,
    media: { request: 'multipart/form-data' },
  }),
  deploy: route('POST /chains/:chainId/channels/:channelId/chaincodes', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Deploy a chaincode: build, package, install, approve, commit, start',
    status: 202,
    params: channel,
    body: DeployChaincode,
    response: acceptedOf(Chaincode),
  }),
  upgrade: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/upgrade', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Commit the next sequence of a chaincode',
    status: 202,
    params: chaincode,
    body: UpgradeChaincode,
    response: acceptedOf(Chaincode),
  }),
  list: route('GET /chains/:chainId/channels/:channelId/chaincodes', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'Chaincodes of a channel',
    params: channel,
    response: pageOf(Chaincode),
  }),
  get: route('GET /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'One chaincode',
    params: chaincode,
    response: Chaincode,
  }),
  definitions: route('GET /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/definitions', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'Every definition of a chaincode, newest first',
    params: chaincode,
    response: pageOf(ChaincodeDefinition),
  }),
  invoke: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/invoke', {
    access: 'transactions:submit',
    tag: 'Transactions',
    summary: 'Submit a transaction and wait for its commit',
    params: chaincode,
    body: TransactionRequest,
    response: InvokeResult,
  }),
  query: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/query', {
    access: 'transactions:evaluate',
    tag: 'Transactions',
    summary: 'Evaluate a function without writing',
    params: chaincode,
    body: TransactionRequest,
    response: QueryResult,
  }),
};

const blocks = {
  list: route('GET /chains/:chainId/channels/:channelId/blocks', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'Newest blocks first',
    params: channel,
    query: BlockListQuery,
    response: z.strictObject({ height: z.int(), items: z.array(BlockSummary) }),
  }),
  get: route('GET /chains/:chainId/channels/:channelId/blocks/:block', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'One block by number or by hash (64 hex digits)',
    params: channel.extend({
      block: z.string().regex(/^(\d{1,15}|[0-9a-f]{64})$/, 'a block is named by its number or its hash in hex'),
    }),
    response: Block,
  }),
  transaction: route('GET /chains/:chainId/channels/:channelId/transactions/:transactionId', {
    access: 'blocks:read',
    tag: 'Blocks',
    summary: 'One transaction, decoded',
    params: channel.extend({
      transactionId: z.string().regex(/^[0-9a-f]{64}$/, 'a transaction id has 64 hex digits'),
    }),
    response: TransactionDetail,
  }),
};

const operations = {
  list: route('GET /operations', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'Operations, newest first',
    query: OperationListQuery,
    response: pageOf(Operation),
  }),
  get: route('GET /operations/:operationId', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'One operation with its steps, as of one event sequence',
    params: operation,
    response: Operation,
  }),
  events: route('GET /operations/:operationId/events', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'Events of an operation after a sequence',
    params: operation,
    query: OperationEventsQuery,
    response: z.strictObject({ items: z.array(OperationEvent), lastSeq: z.int() }),
  }),
  cancel: route('POST /operations/:operationId/cancel', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Stop after the current step, or inside a long wait',
    status: 202,
    params: operation,
    response: Operation,
  }),
  retry: route('POST /operations/:operationId/retry', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Go on from the step that failed',
    status: 202,
    params: operation,
    response: Operation,
  }),
  rollback: route('POST /operations/:operationId/rollback', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Remove what a failed or cancelled operation made',
    status: 202,
    params: operation,
    response: Operation,
  }),
};

/** Every route of the REST API, by resource. */
export const api = { auth, chains, nodes, channels, chaincodes, blocks, operations } as const;
