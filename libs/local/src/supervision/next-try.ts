import { backoffMs, type BackoffOptions } from './backoff';
import type { SupervisionRecord } from './supervision-record';

export interface DeadNode {
  readonly record: SupervisionRecord;
  /** Number of the start that died. */
  readonly generation: number;
  /** Times in milliseconds since 1970. */
  readonly startedAt: number;
  readonly now: number;
}

export interface NextTry {
  readonly retryAt: number;
  /** Record to keep while the node waits. */
  readonly waiting: SupervisionRecord;
  /** Record to keep after the node was restarted. */
  readonly restarted: SupervisionRecord;
}

/** When to restart a dead node. The delay grows with the number of deaths shortly after a start. */
export function nextTry({ record, generation, startedAt, now }: DeadNode, backoff: BackoffOptions): NextTry {
  const death = record.death?.generation === generation ? record.death : { generation, at: now };
  const wasHealthy = death.at - startedAt >= backoff.healthyMs;
  const failures = wasHealthy ? 0 : record.failures;
  return {
    retryAt: death.at + backoffMs(failures, backoff),
    waiting: { ...record, death },
    restarted: { restarts: record.restarts + 1, failures: failures + 1, death },
  };
}
