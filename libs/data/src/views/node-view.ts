import { nodeHealth, reasonText, type Health, type Node } from '@heddle/contracts';
import type { NodeEntity } from '../entities/node.entity';
import { statusOf } from '../entities/observed';

export function toNode(row: NodeEntity): Node {
  const { id, chainId, name, kind, organization, mspId, pid, startedAt, restarts, cpuPercent, memoryBytes } = row;
  const { blockHeights, certificateExpiresAt, resources, revision, host, ports } = row;
  const health = nodeHealth(row);
  return {
    id,
    chainId,
    name,
    kind,
    organization,
    mspId,
    status: { ...statusOf(row), reason: row.stateReason ?? lossOf(health) },
    health,
    addresses: Object.fromEntries(Object.entries(ports).map(([port, number]) => [port, `${host}:${String(number)}`])),
    pid,
    startedAt,
    restarts,
    cpuPercent,
    memoryBytes,
    blockHeights,
    certificateExpiresAt,
    resources,
    logLevel: logLevelOf(row),
    revision,
  };
}

/** A node may run and have lost its ledger, which its runtime does not know. */
const lossOf = (health: Health): string | null =>
  health.reasons.some(({ code }) => code === 'ledger_lost') ? reasonText(health) : null;

/** A node that was started after its level was set logs as it was started. */
function logLevelOf({ logLevel, startedAt }: NodeEntity): Node['logLevel'] {
  if (logLevel === null || startedAt === null || startedAt > logLevel.since) return null;
  const { spec, until } = logLevel;
  return { spec, until };
}
