import type { ClusterEvent } from '@heddle/contracts';
import { eventCount, eventTime, type KubeEvent } from './kube-objects';

const MOST = 500;

function clusterEvent(event: KubeEvent): ClusterEvent {
  const { kind, name } = event.involvedObject;
  return {
    at: new Date(eventTime(event)).toISOString(),
    object: `${kind}/${name}`,
    reason: event.reason,
    message: event.message.trim(),
    level: event.type === 'Normal' ? 'info' : 'warn',
    count: eventCount(event),
  };
}

/** What Kubernetes reports on a chain's objects, newest first, at most 500; it keeps events for an hour by default. */
export function chainEvents(events: readonly KubeEvent[]): ClusterEvent[] {
  return events
    .toSorted((one, other) => eventTime(other) - eventTime(one))
    .slice(0, MOST)
    .map(clusterEvent);
}
