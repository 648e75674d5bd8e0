import type { NodeState } from '@heddle/contracts';
import { parseBlockHeights, type NodeObservation } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { lastLogLines } from '../logs/log-file';
import { latestStart, type LatestStart } from '../process/node-process';
import type { ProcessUsage } from '../process/process-table';
import { hasMark } from '../supervision/marks';
import { readSupervision } from '../supervision/supervision-record';
import type { CpuMeter } from './cpu-meter';
import { metricsOf } from './metrics-of';
import type { KnownNode } from './node-list';
import { firstUnmetOf } from './readiness';

interface Judgement {
  readonly state: NodeState;
  readonly reason: string | null;
}

async function judgeDead({ folder }: KnownNode, { generation }: LatestStart): Promise<Judgement> {
  if (await hasMark(folder, 'hold')) return { state: 'stopped', reason: null };
  if (await hasMark(folder, 'halted')) return { state: 'stopped', reason: 'It was stopped together with Heddle.' };
  if (generation === 0) return { state: 'defined', reason: null };
  const last = (await lastLogLines(folder, 1))[0];
  return { state: 'crashed', reason: `The process ended by itself${last === undefined ? '.' : `: ${last}`}` };
}

async function judgeAlive(node: KnownNode, start: LatestStart, context: LocalContext): Promise<Judgement> {
  if (await hasMark(node.folder, 'hold')) return { state: 'stopping', reason: null };
  const reason = await firstUnmetOf(node, context);
  if (reason === null) return { state: 'running', reason };
  const age = Date.now() - (start.at?.getTime() ?? 0);
  return { state: age < context.startupMs ? 'starting' : 'unready', reason };
}

/** The current state of a node. */
export async function observeNode(node: KnownNode, context: LocalContext, meter: CpuMeter): Promise<NodeObservation> {
  const { folder, record } = node;
  const start = await latestStart(folder, context);
  const pid = start.process?.pid ?? null;
  const [judgement, supervision, usage, metrics = ''] = await Promise.all([
    pid === null ? judgeDead(node, start) : judgeAlive(node, start, context),
    readSupervision(folder),
    pid === null ? undefined : context.table.treeUsage(pid),
    pid === null ? undefined : metricsOf(node, context),
  ]);
  return {
    id: record.id,
    chainId: record.chainId,
    name: record.name,
    kind: record.kind,
    organization: record.organization,
    ...judgement,
    pid,
    incarnation: pid === null ? null : String(pid),
    restarts: supervision.restarts,
    ...usageFields(pid, usage, meter),
    blockHeights: parseBlockHeights(metrics),
    addresses: Object.fromEntries(
      Object.entries(record.ports).map(([name, port]) => [name, `${context.host}:${port}`]),
    ),
  };
}

function usageFields(
  pid: number | null,
  usage: ProcessUsage | undefined,
  meter: CpuMeter,
): Pick<NodeObservation, 'startedAt' | 'cpuPercent' | 'memoryBytes'> {
  if (pid === null || usage === undefined) return { startedAt: null, cpuPercent: null, memoryBytes: null };
  return {
    startedAt: usage.startedAt,
    cpuPercent: meter.percent(pid, usage.cpuSeconds),
    memoryBytes: usage.memoryBytes,
  };
}
