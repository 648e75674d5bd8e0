import { eventTime, type ContainerStatus, type KubeEvent, type Pod, type Terminated } from '../kube-objects';
import type { NodeView } from '../node-view';
import { imageReason } from './image-reason';
import { sentenceOf, type NodeReason, type Outlook, type Trouble } from './node-reason';

/** A container that ended again after so many starts will not recover on the next one. */
const ENOUGH_RESTARTS = 2;
/** Restarts count for the pod's whole life: a run of this length was no failed start. */
const LONG_RUN_MS = 120_000;
/** Reasons for which kubelet cannot even create a container. */
const CONFIGURATION = new Set(['CreateContainerConfigError', 'CreateContainerError', 'PreCreateHookError']);
const PROBE = /^(Readiness|Startup|Liveness) probe (?:failed|errored)[^:]*: (.*)$/s;

/** The latest relevant line: Fabric's panics are followed by a stack. */
function lastWord(lines: readonly string[]): string {
  return lines.findLast((line) => /\b(?:panic|fatal|error)\b/i.test(line)) ?? lines.at(-1) ?? '';
}

/** What happened to a container, and which component reports it. */
interface Death {
  readonly what: string;
  readonly words: string;
}

function deathOf(terminated: Terminated, memoryLimit: string | undefined): Omit<Death, 'words'> & Partial<Death> {
  const { reason, message, exitCode } = terminated;
  if (reason === 'OOMKilled')
    return { what: `used more memory than its limit${memoryLimit ? ` of ${memoryLimit}` : ''}` };
  if (message !== '') return { what: 'could not be started', words: message };
  return { what: `ended by itself with exit code ${exitCode}` };
}

/** Kubelet stops a container within its grace period after its liveness probe failed; events are kept for an hour. */
const KILL_MS = 60_000;

function killOf(events: readonly KubeEvent[], { exitCode, reason, finishedAt }: Terminated): Death | undefined {
  if (exitCode <= 128 || reason === 'OOMKilled') return undefined;
  const probe = events.find(({ message }) => message.startsWith('Liveness probe failed'));
  if (probe === undefined || Date.parse(finishedAt ?? '') - eventTime(probe) > KILL_MS) return undefined;
  return { what: 'was ended as its probe failed', words: probe.message.replace(/^Liveness probe failed: /, '').trim() };
}

function deathOfRun({ state, lastState }: ContainerStatus): Terminated | undefined {
  return state.running === undefined ? (state.terminated ?? lastState.terminated) : undefined;
}

function outlookOf({ restartCount }: ContainerStatus, lastRun: Terminated): Outlook {
  return restartCount >= ENOUGH_RESTARTS && !ranLong(lastRun) ? 'hopeless' : 'hopeful';
}

/** A container that could not even be started has 1970 as its start. */
function ranLong({ startedAt, finishedAt }: Terminated): boolean {
  const start = Date.parse(startedAt ?? '');
  return start > 0 && Date.parse(finishedAt ?? '') - start >= LONG_RUN_MS;
}

/** A container that has ended, with its last log lines. */
function crashReason(node: NodeView, status: ContainerStatus, lastLines: readonly string[]): Trouble | undefined {
  const terminated = deathOfRun(status);
  if (terminated === undefined) return undefined;
  const container = node.pod?.spec.containers.find(({ name }) => name === status.name);
  const { what, words = lastWord(lastLines) } =
    killOf(node.podEvents, terminated) ?? deathOf(terminated, container?.resources.limits['memory']);
  const often = status.restartCount === 0 ? '' : ` after ${status.restartCount} restarts`;
  return {
    state: 'crashed',
    code: node.kind === 'chaincode' ? 'chaincode_crashed' : 'node_failed',
    sentence: sentenceOf(`The container ${what}${often}${words === '' ? '' : `: ${words}`}`),
    outlook: outlookOf(status, terminated),
  };
}

/** The operation that kubelet reports as failed. */
function configurationReason({ state: { waiting } }: ContainerStatus): Trouble | undefined {
  if (waiting === undefined || !CONFIGURATION.has(waiting.reason)) return undefined;
  return {
    state: 'unready',
    code: 'node_failed',
    sentence: sentenceOf(`The container cannot be made: ${waiting.message || waiting.reason}`),
    outlook: 'doubtful',
  };
}

/** Why a container does not run; undefined when it does, or is starting. */
export function containerReason(
  node: NodeView,
  status: ContainerStatus,
  lastLines: readonly string[],
): Trouble | undefined {
  const image = node.pod?.spec.containers.find(({ name }) => name === status.name)?.image ?? '';
  return (
    imageReason(status, image, node.podEvents) ?? configurationReason(status) ?? crashReason(node, status, lastLines)
  );
}

/** The probe's last message for this run of the container. */
function probeWords(pod: Pod, events: readonly KubeEvent[]): string | undefined {
  const [, probe, words] = PROBE.exec(events.find(({ reason }) => reason === 'Unhealthy')?.message ?? '') ?? [];
  if (probe === undefined || words === undefined) return undefined;
  return `${probe} probe of ${pod.metadata.name} fails${words.trim() === '' ? '' : `: ${words}`}`;
}

/** How long a container may take from its start before it counts as unready rather than as starting. */
const STARTUP_MS = 30_000;

/** A container that runs and does not serve yet. */
export function probeReason(pod: Pod, status: ContainerStatus, { events, now }: ProbeContext): NodeReason {
  const since = Date.parse(status.state.running?.startedAt ?? '');
  const state = status.started !== true || now - since < STARTUP_MS ? 'starting' : 'unready';
  const words = probeWords(pod, events);
  const sentence = sentenceOf(words ?? 'The container runs and its probe has not passed yet');
  return { state, code: 'node_not_ready', sentence, outlook: 'hopeful' };
}

interface ProbeContext {
  readonly events: readonly KubeEvent[];
  /** Milliseconds since 1970. */
  readonly now: number;
}
