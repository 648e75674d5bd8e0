import {
  BuildFailedError,
  buildFailure,
  titleOf,
  ToolchainMissingError,
  type CallOptions,
  type OutputBounds,
} from '@heddle/runtime';
import { applyManifests } from '../apply/manifests/apply-manifests';
import { ClusterCalls } from '../apply/requests/cluster-calls';
import { JOBS } from '../apply/requests/resource-path';
import type { ClusterContext } from '../cluster-context';
import { ChainFeed } from '../observe/chain-feed';
import type { Terminated } from '../observe/kube-objects';
import { Patience } from '../observe/patience';
import { afterName } from '../observe/reasons/node-reason';
import { errorOf } from '../observe/wait-until-ready';
import { namespaceOf } from '../names';
import { buildName, renderBuild, type BuildJob } from './build-job';
import { BuildLog } from './build-log';
import { buildStage, type BuildStage } from './build-stage';

export interface RunBuildOptions extends CallOptions {
  /** Called with each line of the build's output as it arrives. */
  readonly log: (line: string) => void;
  /** Bounds of the build's output; `DEFAULT_OUTPUT_BOUNDS` when not given. */
  readonly bounds?: OutputBounds;
}

const CLEANING_MS = 30_000;
/** The shell's exit code for a program that does not exist. */
const NOT_FOUND = 127;

/**
 * Builds a source in a pod of the chain's namespace. A build that another worker started is followed to its end; the
 * Job is deleted afterwards, however it ended.
 *
 * @throws BuildFailedError or RegistryUnreachableError with the tool's own lines, BuildBoundError,
 *   ToolchainMissingError, and what keeps a pod from starting
 */
export async function runBuild(context: ClusterContext, job: BuildJob, options: RunBuildOptions): Promise<void> {
  const calls = new ClusterCalls(context, options);
  const log = new BuildLog(context, job, options);
  try {
    const { objects } = renderBuild(context, job);
    calls.progress.expect(objects.length);
    await applyManifests(calls, objects);
    const { pod, container } = await outcome(context, job, { ...options, log });
    await log.finish(pod);
    if (container.exitCode !== 0) throw failure(job, container, log.lines);
  } finally {
    log.close();
    // Also after a cancelled call, the pod must be gone.
    const cleaning = new ClusterCalls(context, { signal: AbortSignal.timeout(CLEANING_MS) });
    await cleaning.delete(JOBS, buildName(job.id), { namespace: namespaceOf(job.chainId), graceMs: 1_000 });
  }
}

interface Following extends CallOptions {
  readonly log: BuildLog;
}

/** Follows the build's pod until its container has ended. */
async function outcome(
  context: ClusterContext,
  job: BuildJob,
  { log, signal, report }: Following,
): Promise<Extract<BuildStage, { type: 'ended' }>> {
  const given = signal === undefined ? log.tooMuch : AbortSignal.any([signal, log.tooMuch]);
  const feed = new ChainFeed(context, job.chainId);
  const patience = new Patience();
  let said = '';
  const say = (message: string) => {
    if (message !== said) report?.({ done: log.done, of: 1, message });
    said = message;
  };
  try {
    feed.refresh();
    for (;;) {
      const { revision } = feed;
      const view = feed.view();
      if (feed.away !== undefined) say("The cluster's API server does not answer; waiting");
      else if (view !== undefined) {
        const stage = buildStage(view, job);
        if (stage.type === 'ended') return stage;
        if (stage.type === 'running') {
          say('Build: the container runs');
          log.follow(stage.pod);
        } else {
          say(afterName('Build', stage.reason.sentence ?? 'It is being started.'));
          if (patience.isOver(job.id, stage.reason) && stage.reason.code !== null) {
            throw errorOf({ node: { name: 'build' }, lastLines: [] }, stage.reason);
          }
        }
      }
      await feed.changed(revision, { withinMs: patience.nextEndMs(), signal: given });
    }
  } finally {
    await feed.close();
  }
}

function failure({ commands, language }: BuildJob, ended: Terminated, lines: readonly string[]): Error {
  const { exitCode, reason, message } = ended;
  const failed = commands.find((command) => message.startsWith(`"${titleOf(command)}" `));
  if (exitCode === NOT_FOUND && failed !== undefined) {
    const program = failed.needs ?? failed.command;
    const remedy = `Set an image for ${language} chaincode that has ${program} in the cluster’s settings, and retry.`;
    return new ToolchainMissingError(program, language, remedy);
  }
  const known = failed?.failure?.({ exitCode, lines });
  if (known !== undefined) return known;
  if (reason === 'OOMKilled') {
    return new BuildFailedError('The build used more than 2Gi of memory.', lines, 'Build it elsewhere into an image.');
  }
  return buildFailure(message === '' ? `The build failed (exit ${exitCode}).` : message, lines);
}
