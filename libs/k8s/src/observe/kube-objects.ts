import { z } from 'zod';

/** The fields that are read of Kubernetes' objects; others are dropped on arrival, to save memory on watched chains. */
export const ObjectMetadata = z.object({
  name: z.string(),
  uid: z.string().default(''),
  resourceVersion: z.string().default(''),
  generation: z.int().default(0),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), uid: z.string() })).default([]),
});

export type ObjectMetadata = z.infer<typeof ObjectMetadata>;

const Condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
});
export type Condition = z.infer<typeof Condition>;

const Terminated = z.object({
  exitCode: z.int(),
  reason: z.string().default(''),
  message: z.string().default(''),
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
});
export type Terminated = z.infer<typeof Terminated>;

const ContainerStatus = z.object({
  name: z.string(),
  ready: z.boolean(),
  started: z.boolean().nullish(),
  restartCount: z.int(),
  containerID: z.string().default(''),
  state: z
    .object({
      waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
      running: z.object({ startedAt: z.string().nullish() }).optional(),
      terminated: Terminated.optional(),
    })
    .default({}),
  lastState: z.object({ terminated: Terminated.optional() }).default({}),
});
export type ContainerStatus = z.infer<typeof ContainerStatus>;

const Quantities = z.record(z.string(), z.string()).default({});

const Container = z.object({
  name: z.string(),
  image: z.string().default(''),
  resources: z.object({ requests: Quantities, limits: Quantities }).default({ requests: {}, limits: {} }),
});

const Volume = z.object({
  name: z.string(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
  nfs: z.object({ server: z.string(), path: z.string() }).optional(),
});

export const Pod = z.object({
  metadata: ObjectMetadata,
  spec: z.object({
    nodeName: z.string().optional(),
    containers: z.array(Container).default([]),
    volumes: z.array(Volume).default([]),
  }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      reason: z.string().default(''),
      message: z.string().default(''),
      conditions: z.array(Condition).default([]),
      initContainerStatuses: z.array(ContainerStatus).default([]),
      containerStatuses: z.array(ContainerStatus).default([]),
    })
    .prefault({}),
});
export type Pod = z.infer<typeof Pod>;

const workloadOf = <Kind extends string>(kind: Kind) =>
  z
    .object({
      metadata: ObjectMetadata,
      spec: z.object({
        replicas: z.int().default(1),
        template: z.object({
          spec: z.object({
            containers: z
              .array(
                z.object({
                  name: z.string(),
                  ports: z.array(z.object({ name: z.string().default(''), containerPort: z.int() })).default([]),
                }),
              )
              .default([]),
          }),
        }),
      }),
      status: z
        .object({
          observedGeneration: z.int().default(0),
          replicas: z.int().default(0),
          readyReplicas: z.int().default(0),
          updatedReplicas: z.int().default(0),
          updateRevision: z.string().default(''),
          conditions: z.array(Condition).default([]),
        })
        .prefault({}),
    })
    .transform((object) => ({ ...object, kind }));

/** A node's StatefulSet (orderers, peers) or Deployment (chaincode servers). */
export const StatefulSet = workloadOf('StatefulSet');
export const Deployment = workloadOf('Deployment');
export type NodeWorkload = z.infer<typeof StatefulSet> | z.infer<typeof Deployment>;

export const EndpointSlice = z.object({
  metadata: ObjectMetadata,
  endpoints: z
    .array(
      z.object({
        conditions: z.object({ ready: z.boolean().nullish() }).default({}),
        targetRef: z.object({ uid: z.string().default('') }).optional(),
      }),
    )
    .nullish(),
});
export type EndpointSlice = z.infer<typeof EndpointSlice>;

export const KubeEvent = z.object({
  metadata: ObjectMetadata,
  involvedObject: z.object({
    kind: z.string().default(''),
    name: z.string().default(''),
    uid: z.string().default(''),
  }),
  reason: z.string().default(''),
  message: z.string().default(''),
  type: z.string().default('Normal'),
  count: z.int().nullish(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  series: z.object({ count: z.int(), lastObservedTime: z.string() }).nullish(),
});
export type KubeEvent = z.infer<typeof KubeEvent>;

export const Claim = z.object({
  metadata: ObjectMetadata,
  spec: z.object({ storageClassName: z.string().nullish() }).default({}),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});
export type Claim = z.infer<typeof Claim>;

/** When an event was seen last, in milliseconds; the API has three places for it. */
export function eventTime(event: KubeEvent): number {
  const at =
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
  return at === undefined ? 0 : Date.parse(at);
}

export function eventCount(event: KubeEvent): number {
  return event.series?.count ?? event.count ?? 1;
}
