import { z } from 'zod';
import { codedSentence } from '../coded-sentence';

/** From best to worst: as wanted, in progress, stopped on request, partly working, not working. */
export const HEALTH_STATUSES = ['healthy', 'stopped', 'pending', 'degraded', 'down'] as const;
export const HealthStatus = z.enum(HEALTH_STATUSES);
export type HealthStatus = z.infer<typeof HealthStatus>;

export const HEALTH_REASONS = [
  'node_changing',
  'node_unready',
  'node_down',
  'node_held',
  'node_stopped',
  'ledger_lost',
  'chain_stopped',
  'chain_changing',
  'chain_failed',
  'chain_observed',
  'channel_creating',
  'channel_failed',
  'no_quorum',
  'no_leader',
  'no_peer_runs',
  'peer_not_joined',
  'peer_behind',
  'chaincode_changing',
  'chaincode_failed',
  'chaincode_stopped',
  'chaincode_degraded',
  'no_server_runs',
] as const;
export type HealthReasonCode = (typeof HEALTH_REASONS)[number];

/** Why something is not healthy: a code with parameters, and the same as an English sentence. */
export const HealthReason = codedSentence(HEALTH_REASONS);
export type HealthReason = z.infer<typeof HealthReason>;

/** The result of the last observations; `healthy` has no reasons. */
export const Health = z.strictObject({ status: HealthStatus, reasons: z.array(HealthReason) });
export type Health = z.infer<typeof Health>;

export const HEALTHY: Health = { status: 'healthy', reasons: [] };

export const isUnwell = ({ status }: Health): boolean => status === 'degraded' || status === 'down';

export const health = (status: HealthStatus, ...reasons: HealthReason[]): Health => ({ status, reasons });

export const because = (code: HealthReasonCode, params: HealthReason['params'], message: string): HealthReason => ({
  code,
  params,
  message,
});

/** The reasons as one text; null when healthy. */
export function reasonText({ reasons }: Health): string | null {
  return reasons.length === 0 ? null : reasons.map(({ message }) => message).join('; ');
}

/** Each reason once, in order. */
export function distinct(reasons: readonly HealthReason[]): HealthReason[] {
  return reasons.filter(({ message }, index) => reasons.findIndex((other) => other.message === message) === index);
}
