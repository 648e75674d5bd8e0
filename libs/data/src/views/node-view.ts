import { nodeHealth, type Node } from '@heddle/contracts';
import type { NodeEntity } from '../entities/node.entity';
import { statusOf } from '../entities/observed';

export function toNode(row: NodeEntity): Node {
  const { id, chainId, name, kind, organization, mspId, pid, startedAt, restarts, cpuPercent, memoryBytes } = row;
  const { blockHeights, certificateExpiresAt, resources, revision, host, ports } = row;
  return {
    id,
    chainId,
    name,
    kind,
    organization,
    mspId,
    status: statusOf(row),
    health: nodeHealth(row),
    addresses: Object.fromEntries(Object.entries(ports).map(([port, number]) => [port, `${host}:${String(number)}`])),
    pid,
    startedAt,
    restarts,
    cpuPercent,
    memoryBytes,
    blockHeights,
    certificateExpiresAt,
    resources,
    revision,
  };
}
