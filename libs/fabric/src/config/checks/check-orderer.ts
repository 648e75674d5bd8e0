import type {
  BatchSettings,
  ConsenterDefinition,
  OrdererDefinition,
  RaftOptions,
} from '../definition/channel-definition';
import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { DEFAULT_BATCH_SETTINGS, DEFAULT_RAFT_OPTIONS } from '../definition/channel-defaults';
import { checkCertificate } from './check-certificates';
import { checkConsenterTrust } from './check-consenter-trust';
import { checkAddress, duplicates, isEndpoint } from './check-names';
import { parseGoDuration } from '../definition/go-duration';
import { pemBytes } from '../groups/msp-config';

const MAX_UINT32 = 0xffffffff;

export function checkOrderer(definition: OrdererDefinition, path: string): ChannelDefinitionProblem[] {
  return [
    ...checkConsenters(definition.consenters, `${path}.consenters`),
    ...checkConsenterTrust(
      definition.consenters,
      definition.organizations.map(({ msp }) => msp),
      `${path}.consenters`,
    ),
    ...checkRaftOptions({ ...DEFAULT_RAFT_OPTIONS, ...definition.options }, `${path}.options`),
    ...checkBatchSettings({ ...DEFAULT_BATCH_SETTINGS, ...definition.batch }, `${path}.batch`),
    ...definition.organizations.flatMap(({ ordererEndpoints }, index) =>
      checkEndpoints(ordererEndpoints ?? [], `${path}.organizations.${index}.ordererEndpoints`),
    ),
  ];
}

export function checkEndpoints(endpoints: readonly string[], path: string): ChannelDefinitionProblem[] {
  return endpoints
    .filter((endpoint) => !isEndpoint(endpoint))
    .map((endpoint) => ({
      code: 'address_invalid',
      path,
      message: `"${endpoint}" is not an address`,
      remedy: 'Write host:port, with a port from 1 to 65535.',
    }));
}

/** `orderer/consensus/etcdraft/util.go`: no consenter may share a certificate with another. */
export function checkConsenters(consenters: readonly ConsenterDefinition[], path: string): ChannelDefinitionProblem[] {
  if (consenters.length === 0) {
    const remedy = 'Name at least one orderer; three or five survive the loss of one or two.';
    return [{ code: 'consenters_empty', path, message: 'there is no consenter', remedy }];
  }
  return [
    ...consenters.flatMap((consenter, index) => checkConsenter(consenter, `${path}.${index}`)),
    ...duplicates(consenters.map(({ host, port }) => `${host}:${port}`)).map((address) =>
      duplicateConsenter(path, `several consenters have the address ${address}`),
    ),
    ...(shareCertificates(consenters) ? [duplicateConsenter(path, 'consenters share a TLS certificate')] : []),
  ];
}

function checkConsenter(consenter: ConsenterDefinition, path: string): ChannelDefinitionProblem[] {
  return [
    ...checkAddress(consenter.host, consenter.port, path),
    ...checkCertificate(consenter.clientTlsCert, `${path}.clientTlsCert`),
    ...checkCertificate(consenter.serverTlsCert, `${path}.serverTlsCert`),
  ];
}

function shareCertificates(consenters: readonly ConsenterDefinition[]): boolean {
  const certificates = consenters.flatMap(({ clientTlsCert, serverTlsCert }) => [
    ...new Set([clientTlsCert, serverTlsCert].map((pem) => Buffer.from(pemBytes(pem)).toString())),
  ]);
  return duplicates(certificates).length > 0;
}

function duplicateConsenter(path: string, message: string): ChannelDefinitionProblem {
  const remedy = 'Give each consenter an address and TLS certificates of its own.';
  return { code: 'consenter_duplicate', path, message, remedy };
}

export function checkRaftOptions(options: RaftOptions, path: string): ChannelDefinitionProblem[] {
  const problem = (field: keyof RaftOptions, message: string, remedy: string): ChannelDefinitionProblem => ({
    code: 'raft_options_invalid',
    path: `${path}.${field}`,
    message,
    remedy,
  });
  const counts = (['electionTick', 'heartbeatTick', 'maxInflightBlocks', 'snapshotIntervalSize'] as const)
    .filter((field) => !isCount(options[field]))
    .map((field) => problem(field, `${options[field]} is not allowed`, COUNT_REMEDY));
  const tick = isDuration(options.tickInterval)
    ? []
    : [problem('tickInterval', `"${options.tickInterval}" is not a duration`, DURATION_REMEDY)];
  const order =
    counts.length > 0 || options.electionTick > options.heartbeatTick
      ? []
      : [problem('electionTick', 'must be greater than heartbeatTick', 'Fabric’s own values are 10 and 1.')];
  return [...tick, ...counts, ...order];
}

const COUNT_REMEDY = `Use a whole number from 1 to ${MAX_UINT32}.`;
const DURATION_REMEDY = 'Write a positive duration such as 500ms or 2s.';

export function checkBatchSettings(settings: BatchSettings, path: string): ChannelDefinitionProblem[] {
  const problem = (field: keyof BatchSettings, message: string, remedy: string): ChannelDefinitionProblem => ({
    code: 'batch_settings_invalid',
    path: `${path}.${field}`,
    message,
    remedy,
  });
  const counts = (['maxMessageCount', 'absoluteMaxBytes', 'preferredMaxBytes'] as const)
    .filter((field) => !isCount(settings[field]))
    .map((field) => problem(field, `${settings[field]} is not allowed`, COUNT_REMEDY));
  const timeout = isDuration(settings.timeout)
    ? []
    : [problem('timeout', `"${settings.timeout}" is not a duration`, DURATION_REMEDY)];
  const order =
    counts.length > 0 || settings.preferredMaxBytes <= settings.absoluteMaxBytes
      ? []
      : [problem('preferredMaxBytes', 'must not exceed absoluteMaxBytes', 'Lower it, or raise absoluteMaxBytes.')];
  return [...timeout, ...counts, ...order];
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_UINT32;
}

function isDuration(text: string): boolean {
  return parseGoDuration(text) !== undefined;
}
