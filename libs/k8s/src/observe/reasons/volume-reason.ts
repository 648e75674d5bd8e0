import type { KubeEvent, Pod } from '../kube-objects';
import type { ClaimView, NodeView } from '../node-view';
import { sentenceOf, type Trouble } from './node-reason';

const MOUNT_EVENTS = new Set(['FailedMount', 'FailedAttachVolume', 'FailedMapVolume']);
/** `MountVolume.SetUp failed for volume "data" : ...` */
const VOLUME = /for volume "([^"]+)"/;
/** The last line of mount(8)'s output; the text before it repeats the command with folders of the machine. */
const OUTPUT = /Output: (.+?)\s*$/s;

function claimCause({ claim, events, name }: ClaimView): Pick<Trouble, 'sentence' | 'outlook'> {
  if (claim === undefined) return { sentence: `Claim ${name} is not there.`, outlook: 'doubtful' };
  const failed = events.find(({ reason }) => ['ProvisioningFailed', 'FailedBinding'].includes(reason));
  if (failed !== undefined) {
    return { sentence: sentenceOf(`Claim ${name} gets no volume: ${failed.message}`), outlook: 'doubtful' };
  }
  if (events.some(({ reason }) => reason === 'Provisioning')) {
    return { sentence: `Claim ${name} waits for its volume, which is being made.`, outlook: 'hopeful' };
  }
  const external = events.find(({ reason }) => reason === 'ExternalProvisioning');
  const why = external === undefined ? 'no volume fits it' : external.message;
  return { sentence: sentenceOf(`Claim ${name} gets no volume: ${why}`), outlook: 'doubtful' };
}

/** Which claim keeps a pod from being scheduled; undefined when all are bound. */
export function claimReason({ claims }: Pick<NodeView, 'claims'>): Trouble | undefined {
  const open = claims.find(({ claim }) => claim?.status.phase !== 'Bound');
  if (open === undefined) return undefined;
  if (open.claim?.status.phase === 'Lost') {
    const sentence = `The volume of claim ${open.name} is gone.`;
    return { state: 'unready', code: 'volume_unavailable', sentence, outlook: 'hopeless' };
  }
  return { state: 'unready', code: 'volume_pending', ...claimCause(open) };
}

function volumeName(pod: Pod, event: KubeEvent): string {
  const name = VOLUME.exec(event.message)?.[1] ?? '';
  const nfs = pod.spec.volumes.find((volume) => volume.name === name)?.nfs;
  if (nfs !== undefined) return `NFS ${nfs.server}:${nfs.path}`;
  return name === '' ? 'A volume' : `Volume ${name}`;
}

/** Why a volume of a pod that has a machine cannot be mounted. */
export function mountReason(pod: Pod, events: readonly KubeEvent[]): Trouble | undefined {
  const failed = events.find(({ reason }) => MOUNT_EVENTS.has(reason));
  if (failed === undefined) return undefined;
  const words = OUTPUT.exec(failed.message)?.[1] ?? failed.message;
  return {
    state: 'unready',
    code: 'volume_unavailable',
    sentence: sentenceOf(`${volumeName(pod, failed)} cannot be mounted: ${words}`),
    outlook: 'doubtful',
  };
}
