import { backoffMs, type BackoffOptions } from './backoff';
import type { SupervisionRecord } from './supervision-record';

export interface DeadNode {
  readonly record: SupervisionRecord;
  /** The start that has died. */
  readonly generation: number;
  /** Moments in milliseconds since 1970. */
  readonly startedAt: number;
  readonly now: number;
}

export interface NextTry {
  readonly retryAt: number;
  /** To be kept while the node waits. */
  readonly waiting: SupervisionRecord;
  /** To be kept once the node was started again. */
  readonly restarted: SupervisionRecord;
}

/** When a dead node is tried again: the sooner after its starts it died, and the more often, the later. */
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
