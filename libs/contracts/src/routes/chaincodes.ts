import {
  Chaincode,
  ChaincodeDefinition,
  ChaincodeSource,
  DeployChaincode,
  InvokeResult,
  LedgerDefinition,
  QueryResult,
  RemoveChaincode,
  UpgradeChaincode,
} from '../chaincodes';
import { ChaincodeEventLine, ChaincodeEventsQuery } from '../chaincode-events';
import { acceptedOf } from '../chains';
import { UpgradePreview } from '../definition-changes';
import { pageOf } from '../pagination';
import { route } from '../route';
import { TransactionRequest } from '../transaction-request';
import { chaincodeParams, channelParams } from './params';

export const chaincodeRoutes = {
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
    params: channelParams,
    body: DeployChaincode,
    response: acceptedOf(Chaincode),
  }),
  upgrade: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/upgrade', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Commit the next sequence of a chaincode',
    status: 202,
    params: chaincodeParams,
    body: UpgradeChaincode,
    response: acceptedOf(Chaincode),
  }),
  previewUpgrade: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/upgrade/preview', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Changes of an upgrade against the committed definition; validates like the upgrade and writes nothing',
    params: chaincodeParams,
    body: UpgradeChaincode,
    response: UpgradePreview,
  }),
  list: route('GET /chains/:chainId/channels/:channelId/chaincodes', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'Chaincodes of a channel',
    params: channelParams,
    response: pageOf(Chaincode),
  }),
  committed: route('GET /chains/:chainId/channels/:channelId/committed-definitions', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'The definitions committed on the channel by Heddle or other clients, as currently reported by a peer',
    params: channelParams,
    response: pageOf(LedgerDefinition),
  }),
  get: route('GET /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'One chaincode',
    params: chaincodeParams,
    response: Chaincode,
  }),
  definitions: route('GET /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/definitions', {
    access: 'chaincodes:read',
    tag: 'Chaincodes',
    summary: 'Every definition of a chaincode, newest first',
    params: chaincodeParams,
    response: pageOf(ChaincodeDefinition),
  }),
  invoke: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/invoke', {
    access: 'transactions:submit',
    tag: 'Transactions',
    summary: 'Submit a transaction and wait for its commit',
    params: chaincodeParams,
    body: TransactionRequest,
    response: InvokeResult,
  }),
  query: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/query', {
    access: 'transactions:evaluate',
    tag: 'Transactions',
    summary: 'Evaluate a function without writing',
    params: chaincodeParams,
    body: TransactionRequest,
    response: QueryResult,
  }),
  stop: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/stop', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Stop the servers of a chaincode; its definition and data are kept',
    status: 202,
    params: chaincodeParams,
    response: acceptedOf(Chaincode),
  }),
  start: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/start', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Start the servers of a stopped chaincode',
    status: 202,
    params: chaincodeParams,
    response: acceptedOf(Chaincode),
  }),
  remove: route('POST /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/remove', {
    access: 'chaincodes:write',
    tag: 'Chaincodes',
    summary: 'Delete the servers and packages of a chaincode; data on the ledger and on peers is kept',
    status: 202,
    params: chaincodeParams,
    body: RemoveChaincode,
    response: acceptedOf(Chaincode),
  }),
  events: route('GET /chains/:chainId/channels/:channelId/chaincodes/:chaincodeId/events', {
    access: 'blocks:read',
    tag: 'Transactions',
    summary:
      'Events of a chaincode as they are committed, optionally preceded by those from a given block; one line or message each. ' +
      'The id of a server-sent event is its position; Last-Event-ID resumes from it',
    params: chaincodeParams,
    query: ChaincodeEventsQuery,
    response: ChaincodeEventLine,
    media: { stream: ['application/x-ndjson', 'text/event-stream'] },
  }),
};
