import { DEFAULT_POD_RESOURCES, type ClusterSettings, type PodResources } from '@heddle/contracts';
import type { NodeRef } from '@heddle/runtime';
import type { Workload } from '@heddle/topology';
import type { ClusterContext } from '../cluster-context';
import { createHash } from 'node:crypto';
import { namespaceOf, NODE_ID_ANNOTATION, secretName, serviceHost } from '../names';
import { serviceTypeFor, type ServiceType } from '../reach/service-type';
import { groupLabels, groupSelector, nodeLabels, nodeSelector, type Labels } from './labels';
import type { NodeFiles } from './node-files';
import type { PodProgram } from './pod-program';
import { PULL_SECRET } from './pull-secret';
import { buildOutputPath, SHARED_CLAIM } from './shared-volume';
import { environmentKey, type SecretEnvironment } from './secret-environment';
import { fillFolders, literally } from './folders';
import { ledgerValues, type LedgerValues } from './ledger-values';

/** A variable of a container: its value, or the key of the node's Secret that holds it. */
type EnvironmentVariable =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
    };

/** The values of a node's templates; templates/README.md describes each. */
export interface NodeValues {
  readonly namespace: string;
  readonly node: Pick<Workload, 'id' | 'name' | 'kind' | 'organization'>;
  readonly chain: { readonly id: string };
  readonly labels: Labels;
  readonly selector: Labels;
  readonly group: { readonly labels: Labels; readonly selector: Labels };
  readonly annotations: Labels;
  readonly podAnnotations: Labels;
  readonly replicas: number;
  readonly image: string;
  readonly imagePullSecrets: readonly { readonly name: string }[];
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly EnvironmentVariable[];
  readonly ports: Readonly<Record<string, number>>;
  /** How the operations endpoint is served, as a probe's `scheme`. */
  readonly operations: { readonly tls: boolean; readonly scheme: 'HTTP' | 'HTTPS' };
  readonly service: { readonly type: ServiceType };
  /** How an ingress controller finds the node: by the name in its certificate; null when none is used. */
  readonly ingress: { readonly className: string | null; readonly host: string } | null;
  readonly config: NodeFiles['config'];
  /** Private files with the items to mount them by, and secret variables, which are not mounted. */
  readonly secret: NodeFiles['secret'] & { readonly name: string };
  readonly configHash: string;
  readonly resources: PodResources;
  readonly storage: LedgerValues;
  /** Where a program that Heddle built lies on the shared volume; null for others. */
  readonly build: { readonly claim: string; readonly path: string } | null;
}

export interface NodeValuesInput {
  readonly context: Pick<ClusterContext, 'settings' | 'pullSecrets'>;
  readonly workload: Workload;
  readonly program: PodProgram;
  readonly files: NodeFiles;
  readonly secrets: SecretEnvironment;
  readonly replicas: number;
  readonly annotations: Labels;
  readonly podAnnotations: Labels;
}

const inPod = (text: string) => literally(fillFolders(text));

/** The node's values as templates receive them. */
export function nodeValues(input: NodeValuesInput): NodeValues {
  const { context, workload, program, files, secrets, replicas } = input;
  const { id, chainId, name, kind, organization, ports } = workload;
  const namespace = namespaceOf(chainId);
  return {
    namespace,
    node: { id, name, kind, organization },
    chain: { id: chainId },
    labels: nodeLabels(workload),
    selector: nodeSelector(workload),
    group: { labels: groupLabels(workload), selector: groupSelector(workload) },
    annotations: { ...input.annotations, [NODE_ID_ANNOTATION]: id },
    podAnnotations: { ...input.podAnnotations, [NODE_ID_ANNOTATION]: id },
    replicas,
    image: program.image,
    imagePullSecrets: context.pullSecrets.length === 0 ? [] : [{ name: PULL_SECRET }],
    command: program.command.map(literally),
    args: program.args.map(inPod),
    env: environment(workload),
    ports,
    operations: operationsValues(workload),
    service: { type: serviceTypeFor(context.settings.reachability) },
    ingress: ingressValues(context.settings, { chainId, name }),
    config: files.config,
    secret: { ...files.secret, name: secretName(name), data: { ...files.secret.data, ...secrets.data } },
    configHash: configHash(files, secrets),
    resources: workload.resources ?? DEFAULT_POD_RESOURCES[kind],
    storage: ledgerValues(context.settings, { namespace, node: name }),
    build:
      workload.program.type === 'build'
        ? { claim: SHARED_CLAIM, path: buildOutputPath(workload.program.buildId) }
        : null,
  };
}

function operationsValues({ readiness }: Workload): NodeValues['operations'] {
  const tls = readiness.some((it) => it.type === 'http' && it.port === 'operations' && it.tlsCaFile !== undefined);
  return { tls, scheme: tls ? 'HTTPS' : 'HTTP' };
}

function ingressValues({ ingress }: ClusterSettings, { chainId, name }: NodeRef): NodeValues['ingress'] {
  return ingress === undefined ? null : { className: ingress.className ?? null, host: serviceHost(chainId, name) };
}

function environment({ name: node, env }: Workload): NodeValues['env'] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string'
      ? { name, value: inPod(value) }
      : { name, valueFrom: { secretKeyRef: { name: secretName(node), key: environmentKey(name) } } },
  );
}

/** A pod reads its files and its secret variables when it starts, so a change of either replaces it. */
function configHash({ hash }: NodeFiles, { digest }: SecretEnvironment): string {
  return digest === '' ? hash : createHash('sha256').update(`${hash}\n${digest}`).digest('hex');
}
