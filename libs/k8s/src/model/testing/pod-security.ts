import type { Manifest } from '@heddle/manifests';

interface Container {
  readonly name: string;
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly privileged?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
}
interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Readonly<Record<string, unknown>>[];
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly fsGroup?: number;
    readonly seccompProfile?: { readonly type: string };
  };
}

/** The pod template of a StatefulSet, Deployment or Job. */
export function podSpec(object: Manifest): PodSpec {
  return (object as unknown as { spec: { template: { spec: PodSpec } } }).spec.template.spec;
}

const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * What keeps a pod from the `restricted` Pod Security Standard, and from our own rules on top of it: no root file
 * system to write to, no token of the API server, no variables of Services.
 */
export function securityFaults(pod: PodSpec): string[] {
  const { securityContext, volumes, initContainers = [], containers } = pod;
  const volumeTypes = volumes.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
  const checks: readonly (readonly [string, boolean])[] = [
    ['shares a namespace of the machine', !(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC ?? false)],
    ['has a token of the API server', pod.automountServiceAccountToken === false],
    ['gets variables of Services', pod.enableServiceLinks === false],
    ['may run as root', securityContext?.runAsNonRoot === true && securityContext.runAsUser === 10_001],
    ['cannot write to its volumes', securityContext?.fsGroup === 10_001],
    ['has no seccomp profile', securityContext?.seccompProfile?.type === 'RuntimeDefault'],
    ['has volumes of other types', volumeTypes.every((type) => ALLOWED_VOLUMES.includes(type))],
  ];
  const faults = checks.filter(([, holds]) => !holds).map(([fault]) => fault);
  return [...faults, ...[...initContainers, ...containers].flatMap(containerFaults)];
}

function containerFaults({ name, securityContext = {} }: Container): string[] {
  const { capabilities, runAsUser, runAsNonRoot } = securityContext;
  const checks: readonly (readonly [string, boolean])[] = [
    ['may gain privileges', securityContext.allowPrivilegeEscalation === false && securityContext.privileged !== true],
    ['writes to its root file system', securityContext.readOnlyRootFilesystem === true],
    ['runs as root', runAsUser !== 0 && runAsNonRoot !== false],
    ['keeps capabilities', capabilities?.drop?.includes('ALL') === true],
    ['adds capabilities', capabilities?.add === undefined],
  ];
  return checks.filter(([, holds]) => !holds).map(([fault]) => `${name} ${fault}`);
}
