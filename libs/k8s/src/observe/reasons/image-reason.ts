import { eventCount, type ContainerStatus, type KubeEvent } from '../kube-objects';
import type { Trouble } from './node-reason';

/** Reasons of a waiting container that are about its image (kubelet, `pkg/kubelet/images/types.go`). */
const PULLING = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable', 'SignatureValidationFailed']);
const FINAL = new Set(['InvalidImageName', 'ErrImageNeverPull']);
const FAILED_PULL = /^Failed to pull image "[^"]*": /;
/** The prefix of containerd and kubelet before the registry's own words. */
const PREFIXES = [
  /^Back-off pulling image "[^"]*"(: )?/,
  /^ErrImagePull: /,
  /^rpc error: code = \w+ desc = /,
  /^failed to pull and unpack image "[^"]*": /,
  /^failed to resolve reference "[^"]*": /,
  /^(failed to do request: )/,
];
/** After so many failed pulls, the problem is not transient. */
const ENOUGH_PULLS = 2;

function registryWords(message: string): string {
  return PREFIXES.reduce((rest, prefix) => rest.replace(prefix, ''), message.trim());
}

/** Why the image of a container cannot be pulled; undefined when that is not what it waits for. */
export function imageReason(
  { state: { waiting } }: ContainerStatus,
  image: string,
  events: readonly KubeEvent[],
): Trouble | undefined {
  if (waiting === undefined || !(PULLING.has(waiting.reason) || FINAL.has(waiting.reason))) return undefined;
  const pulls = events.filter(({ message }) => FAILED_PULL.test(message));
  const words = registryWords(waiting.message) || registryWords(pulls[0]?.message.replace(FAILED_PULL, '') ?? '');
  const failures = pulls.reduce((sum, event) => sum + eventCount(event), 0);
  return {
    state: 'unready',
    code: 'image_unavailable',
    sentence: `Image ${image} cannot be pulled (${words || waiting.reason}).`,
    outlook: FINAL.has(waiting.reason) || failures >= ENOUGH_PULLS ? 'hopeless' : 'doubtful',
  };
}
