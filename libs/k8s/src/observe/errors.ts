import { RuntimeError } from '@heddle/runtime';
import { afterName } from './reasons/node-reason';

/** An image cannot be pulled; the message holds the registry's words. */
export class ImageUnavailableError extends RuntimeError {
  readonly code = 'image_unavailable';
  readonly retryable = true;

  constructor(
    readonly node: string,
    sentence: string,
  ) {
    super(`${afterName(node, sentence)}.`, {
      remedy:
        'Correct the image in the settings of the cluster, or give it the pull secret of a private registry, then retry.',
    });
  }
}

/** No machine of the cluster can take a pod. */
export class UnschedulableError extends RuntimeError {
  readonly code = 'unschedulable';
  readonly retryable = true;

  constructor(
    readonly node: string,
    sentence: string,
  ) {
    super(`${afterName(node, sentence)}.`, {
      remedy: 'Give the node smaller resources, or the cluster more or larger machines, then retry.',
    });
  }
}

/** A ResourceQuota of the namespace is too small for a pod. */
export class QuotaExceededError extends RuntimeError {
  readonly code = 'quota_exceeded';
  readonly retryable = true;

  constructor(
    readonly node: string,
    sentence: string,
  ) {
    super(`${afterName(node, sentence)}.`, {
      remedy: 'Have the quota of the namespace raised, or give the node smaller resources, then retry.',
    });
  }
}

/** A claim gets no volume. */
export class VolumePendingError extends RuntimeError {
  readonly code = 'volume_pending';
  readonly retryable = true;

  constructor(
    readonly node: string,
    sentence: string,
  ) {
    super(`${afterName(node, sentence)}.`, {
      remedy:
        'Choose a StorageClass that the cluster has and whose provisioner runs (settings of the cluster), then retry.',
    });
  }
}

/** A volume is there and cannot be mounted. */
export class VolumeUnavailableError extends RuntimeError {
  readonly code = 'volume_unavailable';
  readonly retryable = true;

  constructor(
    readonly node: string,
    sentence: string,
  ) {
    super(`${afterName(node, sentence)}.`, {
      remedy: 'Check that the storage server runs and exports the path to the machines of the cluster, then retry.',
    });
  }
}
