import type { NodeState } from '@heddle/contracts';
import { parseBlockHeights, type NodeObservation } from '@heddle/runtime';
import type { LocalContext } from '../local-context';
import { lastLogLines } from '../logs/log-file';
import { latestStart, type LatestStart } from '../process/node-process';
import type { ProcessUsage } from '../process/process-table';
import { hasMark } from '../supervision/marks';
import { readSupervision } from '../supervision/supervision-record';
import type { CpuMeter } from './cpu-meter';
import { metricsOf } from './operations-endpoint';
import type { KnownNode } from './node-list';
import { firstUnmetOf, unmetAgain } from './readiness';

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

function judgeAlive(reason: string | null, since: Date | null, context: LocalContext): Judgement {
  if (reason === null) return { state: 'running', reason };
  const age = Date.now() - (since?.getTime() ?? 0);
  return { state: age < context.startupMs ? 'starting' : 'unready', reason };
}

async function judge(node: KnownNode, start: LatestStart, context: LocalContext): Promise<Judgement> {
  if (start.process === undefined) return judgeDead(node, start);
  if (await hasMark(node.folder, 'hold')) return { state: 'stopping', reason: null };
  return judgeAlive(await firstUnmetOf(node, context), start.at ?? null, context);
}

/** The current state of a node. */
export async function observeNode(node: KnownNode, context: LocalContext, meter: CpuMeter): Promise<NodeObservation> {
  const { folder, record } = node;
  const start = await latestStart(folder, context);
  const pid = start.process?.pid ?? null;
  const [judgement, supervision, measured] = await Promise.all([
    judge(node, start, context),
    readSupervision(folder),
    measure(node, pid, context, meter),
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
    ...measured,
    addresses: Object.fromEntries(
      Object.entries(record.ports).map(([name, port]) => [name, `${context.host}:${port}`]),
    ),
  };
}

/** The current state of a node that was ready, and whose process and files are the same since. */
export async function observeAgain(
  node: KnownNode,
  before: NodeObservation,
  context: LocalContext,
  meter: CpuMeter,
): Promise<NodeObservation> {
  const [unmet, measured] = await Promise.all([unmetAgain(node, context), measure(node, before.pid, context, meter)]);
  return { ...before, ...judgeAlive(unmet, before.startedAt, context), ...measured };
}

type Measured = Pick<NodeObservation, 'startedAt' | 'cpuPercent' | 'memoryBytes' | 'blockHeights'>;

async function measure(node: KnownNode, pid: number | null, context: LocalContext, meter: CpuMeter): Promise<Measured> {
  if (pid === null) return { ...usageFields(null, undefined, meter), blockHeights: {} };
  const [usage, metrics = ''] = await Promise.all([context.table.treeUsage(pid), metricsOf(node, context)]);
  return { ...usageFields(pid, usage, meter), blockHeights: parseBlockHeights(metrics) };
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
