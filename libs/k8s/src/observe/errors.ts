import { RuntimeError } from '@heddle/runtime';
import { afterName } from './reasons/node-reason';

/** Keeps a node's pod from running, and waiting does not fix it; following the remedy may. */
abstract class PodTroubleError extends RuntimeError {
  readonly retryable = true;

  protected constructor(
    readonly node: string,
    sentence: string,
    remedy: string,
  ) {
    super(`${afterName(node, sentence)}.`, { remedy });
  }
}

/** An image cannot be pulled; the message holds the registry's words. */
export class ImageUnavailableError extends PodTroubleError {
  readonly code = 'image_unavailable';

  constructor(node: string, sentence: string) {
    super(
      node,
      sentence,
      'Correct the image in the settings of the cluster, or give it the pull secret of a private registry, then retry.',
    );
  }
}

/** No machine of the cluster can run a pod. */
export class UnschedulableError extends PodTroubleError {
  readonly code = 'unschedulable';

  constructor(node: string, sentence: string) {
    super(node, sentence, 'Give the node smaller resources, or the cluster more or larger machines, then retry.');
  }
}

/** A ResourceQuota of the namespace is too small for a pod. */
export class QuotaExceededError extends PodTroubleError {
  readonly code = 'quota_exceeded';

  constructor(node: string, sentence: string) {
    super(node, sentence, 'Have the quota of the namespace raised, or give the node smaller resources, then retry.');
  }
}

/** A claim gets no volume. */
export class VolumePendingError extends PodTroubleError {
  readonly code = 'volume_pending';

  constructor(node: string, sentence: string) {
    super(
      node,
      sentence,
      'Choose a StorageClass that the cluster has and whose provisioner runs (settings of the cluster), then retry.',
    );
  }
}

/** A volume exists and cannot be mounted. */
export class VolumeUnavailableError extends PodTroubleError {
  readonly code = 'volume_unavailable';

  constructor(node: string, sentence: string) {
    super(
      node,
      sentence,
      'Check that the storage server runs and exports the path to the machines of the cluster, then retry.',
    );
  }
}
