import type { ClusterImages } from '@heddle/contracts';
import { PROGRAMS, type WorkloadProgram } from '@heddle/topology';

/** What a pod's container runs. */
export interface PodProgram {
  readonly image: string;
  /** Empty when the image's own entry point runs. */
  readonly command: readonly string[];
  readonly args: readonly string[];
}

/**
 * How a workload's program runs in a pod.
 *
 * @param built how a build is started, which only its builder knows
 */
export function podProgram(program: WorkloadProgram, images: ClusterImages, built?: PodProgram): PodProgram {
  switch (program.type) {
    case 'catalogue': {
      const { image, command } = PROGRAMS[program.name].cluster;
      return { image: images[image], command, args: program.args };
    }
    case 'image':
      return { image: program.image, command: [], args: [] };
    case 'build':
      if (built === undefined) throw new RangeError(`The start command of build ${program.buildId} is unknown`);
      return { ...built, args: [...built.args, ...program.args] };
  }
}
