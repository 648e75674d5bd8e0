import type { NodeState } from '../status';
import { because, HEALTHY, health, type Health, type HealthReasonCode, type HealthStatus } from './health';
import type { ObservedNode } from './observed';

type Seen = Pick<ObservedNode, 'name' | 'state' | 'stateReason' | 'lostLedgers'>;
type Verdict = readonly [HealthStatus, HealthReasonCode];

const VERDICTS: Readonly<Record<Exclude<NodeState, 'running'>, Verdict>> = {
  defined: ['pending', 'node_changing'],
  starting: ['pending', 'node_changing'],
  stopping: ['pending', 'node_changing'],
  unready: ['degraded', 'node_unready'],
  crashed: ['down', 'node_down'],
  unreachable: ['down', 'node_down'],
  stopped: ['stopped', 'node_stopped'],
};

/** A node that is held down has the reason of its holder. */
const HELD: Verdict = ['down', 'node_held'];

/** The health of a node from its process, its listeners and its ledgers. */
export function nodeHealth({ name: node, state, stateReason: reason, lostLedgers }: Seen): Health {
  if (state === 'running') return ofLedgers(node, lostLedgers ?? []);
  const [status, code] = state === 'stopped' && reason !== null ? HELD : VERDICTS[state];
  const words = reason === null ? '' : ` (${reason})`;
  const params = { node, state, ...(reason === null ? {} : { reason }) };
  return health(status, because(code, params, `${node} is ${state}${words}`));
}

function ofLedgers(node: string, lost: readonly string[]): Health {
  if (lost.length === 0) return HEALTHY;
  const channels = lost.join(', ');
  const message = `${node} has lost its ledger of ${channels}: recreate it`;
  return health('degraded', because('ledger_lost', { node, channels }, message));
}
