import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { cpuMillis, memoryBytes } from './quantity';

/** CPU in thousandths of a core, memory in bytes. */
export interface Requests {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

const NOTHING: Requests = { cpuMillis: 0, memoryBytes: 0 };

export const plus = (a: Requests, b: Requests): Requests => ({
  cpuMillis: a.cpuMillis + b.cpuMillis,
  memoryBytes: a.memoryBytes + b.memoryBytes,
});

const most = (a: Requests, b: Requests): Requests => ({
  cpuMillis: Math.max(a.cpuMillis, b.cpuMillis),
  memoryBytes: Math.max(a.memoryBytes, b.memoryBytes),
});

const requestsOf = ({ resources }: V1Container): Requests => ({
  cpuMillis: cpuMillis(resources?.requests?.['cpu']),
  memoryBytes: memoryBytes(resources?.requests?.['memory']),
});

const isSidecar = ({ restartPolicy }: V1Container) => restartPolicy === 'Always';

/**
 * What the scheduler reserves for a pod: its containers and sidecars together, or its largest init container with the
 * sidecars that were started before, whichever is more, plus the pod's overhead.
 */
export function podRequests({ containers, initContainers = [], overhead = {} }: V1PodSpec): Requests {
  let sidecars = NOTHING;
  let peak = NOTHING;
  for (const container of initContainers) {
    const asked = plus(sidecars, requestsOf(container));
    peak = most(peak, asked);
    if (isSidecar(container)) sidecars = asked;
  }
  const running = containers.map(requestsOf).reduce(plus, sidecars);
  return plus(most(peak, running), {
    cpuMillis: cpuMillis(overhead['cpu']),
    memoryBytes: memoryBytes(overhead['memory']),
  });
}
