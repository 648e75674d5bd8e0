import type { NodeView } from '../node-view';
import { sentenceOf, type Trouble } from './node-reason';

const QUOTA = /exceeded quota: (\S+), requested: (.+), used: (.+), limited: (.+)$/;
/** The prefix of controllers before the API server's own words. */
const PREFIX = /^.*?(?:Error creating: |failed error: )/;

function refusal({ workload, workloadEvents }: NodeView): string | undefined {
  const condition = workload.status.conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  const event = workloadEvents.find(({ reason }) => reason === 'FailedCreate');
  return condition?.message ?? event?.message;
}

/** Why the pod of a node is not even created; undefined when nothing rejected it. */
export function creationReason(node: NodeView): Trouble | undefined {
  const message = refusal(node);
  if (message === undefined) return undefined;
  const [, quota, requested, used, limited] = QUOTA.exec(message) ?? [];
  if (quota === undefined) {
    const sentence = sentenceOf(`The cluster does not let the pod be made: ${message.replace(PREFIX, '')}`);
    return { state: 'unready', code: 'node_failed', sentence, outlook: 'doubtful' };
  }
  return {
    state: 'unready',
    code: 'quota_exceeded',
    sentence: sentenceOf(`Quota ${quota} is too small: ${requested} asked for, ${used} used, ${limited} allowed`),
    outlook: 'doubtful',
  };
}
