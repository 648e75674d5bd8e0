import { ErrorCode } from '@heddle/contracts';
import {
  BinaryMissingError,
  BuildFailedError,
  ChaincodeCrashedError,
  DiskFullError,
  MaintenanceFailedError,
  NodeFailedError,
  NodeNotReadyError,
  NodeRunningError,
  NodeUnknownError,
  PortsExhaustedError,
  PortTakenError,
  RegistryUnreachableError,
  ReleaseIncompleteError,
  ToolchainMissingError,
} from './index';

const ALL = [
  new BinaryMissingError('peer', ['/opt/fabric/bin']),
  new PortTakenError(20_000, 'orderer0', 'grpc'),
  new PortsExhaustedError(20_000, 20_010),
  new NodeFailedError('orderer0', 'ended by itself', ['panic']),
  new ChaincodeCrashedError('cc-asset', 'ended by itself', ['panic']),
  new DiskFullError('/data'),
  new MaintenanceFailedError('peer0', ['node', 'unjoin'], ['no such ledger']),
  new NodeRunningError('peer0'),
  new NodeNotReadyError(['orderer0: grpc port 20000 refuses connections'], 60_000),
  new NodeUnknownError('chain', 'orderer9'),
  new ReleaseIncompleteError('a folder stays'),
  new ToolchainMissingError('go', 'Go', 'Install Go.'),
  new BuildFailedError('"go build" failed.', ['main.go:3: undefined: x']),
  new RegistryUnreachableError('"npm ci" failed.', ['ECONNREFUSED'], 'Check the network.'),
];

it.each(ALL.map((error) => [error.name, error] as const))('%s has a stable code and a remedy', (name, error) => {
  expect(ErrorCode.safeParse(error.code).success).toBe(true);
  expect(error.remedy).toMatch(/\.$/);
  expect(name).toBe(error.constructor.name);
});

it('the cause of a failed node is its own last log lines, its message one sentence', () => {
  const { message, cause } = new NodeFailedError('orderer0', 'ended by itself', ['one', 'two']);
  expect([message, cause]).toEqual(['orderer0 ended by itself.', 'Its last log lines:\none\ntwo']);
  expect(new NodeFailedError('orderer0', 'ended by itself', []).cause).toBe('It wrote nothing to its log.');
});

it('the cause of a failed build is the compiler’s output', () => {
  const { message, cause } = new BuildFailedError('"go build" failed.', ['main.go:3: undefined: x']);
  expect([message, cause]).toEqual(['"go build" failed.', 'main.go:3: undefined: x']);
});

it('the cause is kept', () => {
  const cause = new Error('ENOSPC');
  expect(new DiskFullError('/data', cause).cause).toBe(cause);
});
