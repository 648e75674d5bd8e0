import { DEFAULT_POD_RESOURCES, type ClusterSettings, type PodResources } from '@heddle/contracts';
import type { NodeRef } from '@heddle/runtime';
import type { Workload } from '@heddle/topology';
import type { ClusterContext } from '../cluster-context';
import { namespaceOf, NODE_ID_ANNOTATION, serviceHost } from '../names';
import { serviceTypeFor, type ServiceType } from '../reach/service-type';
import { groupLabels, groupSelector, nodeLabels, nodeSelector, type Labels } from './labels';
import type { NodeFiles } from './node-files';
import type { PodProgram } from './pod-program';
import { PULL_SECRET } from './pull-secret';
import { buildOutputPath, SHARED_CLAIM } from './shared-volume';
import { fillFolders, literally } from './folders';
import { ledgerValues, type LedgerValues } from './ledger-values';

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
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: Readonly<Record<string, number>>;
  /** How the operations endpoint is served, as a probe's `scheme`. */
  readonly operations: { readonly tls: boolean; readonly scheme: 'HTTP' | 'HTTPS' };
  readonly service: { readonly type: ServiceType };
  /** How an ingress controller finds the node: by the name in its certificate; null when none is used. */
  readonly ingress: { readonly className: string | null; readonly host: string } | null;
  readonly config: NodeFiles['config'];
  readonly secret: NodeFiles['secret'];
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
  readonly replicas: number;
  readonly annotations: Labels;
  readonly podAnnotations: Labels;
}

const inPod = (text: string) => literally(fillFolders(text));

/** The node's values as templates receive them. */
export function nodeValues(input: NodeValuesInput): NodeValues {
  const { context, workload, program, files, replicas } = input;
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
    env: environment(workload.env),
    ports,
    operations: operationsValues(workload),
    service: { type: serviceTypeFor(context.settings.reachability) },
    ingress: ingressValues(context.settings, { chainId, name }),
    config: files.config,
    secret: files.secret,
    configHash: files.hash,
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

function environment(variables: Readonly<Record<string, string>>): NodeValues['env'] {
  return Object.entries(variables).map(([name, value]) => ({ name, value: inPod(value) }));
}
