import {
  Chaincode,
  ChaincodeDefinition,
  ChaincodeSource,
  DeployChaincode,
  InvokeResult,
  LedgerDefinition,
  QueryResult,
  TransactionRequest,
  UpgradeChaincode,
} from '../chaincodes';
import { acceptedOf } from '../chains';
import { pageOf } from '../pagination';
import { route } from '../route';
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
    summary: 'What is committed on the channel, by Heddle or by another client, as a peer has it now',
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
};
