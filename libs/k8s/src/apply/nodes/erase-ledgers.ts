import { inParallel } from '@heddle/runtime';
import type { Manifest } from '@heddle/manifests';
import type { NodeSelector } from '@heddle/runtime';
import type { ClusterContext } from '../../cluster-context';
import { PULL_SECRET } from '../../model/pull-secret';
import { CHAIN_LABEL, NODE_LABEL } from '../../names';
import type { ClusterCalls } from '../requests/cluster-calls';
import { MAINTAINS_LABEL } from './end-maintenance';
import type { LiveObject } from '../requests/live-object';
import { labelSelectorOf } from './node-workloads';
import { PERSISTENT_VOLUMES } from '../requests/resource-path';
import { runPod } from './run-pod';

const LIMIT = 4;
const PATIENCE_MS = 60_000;
const KEPT_LINES = 3;
const LEDGERS = '/var/heddle';

interface FolderVolume {
  readonly hostPath?: { readonly path: string };
  readonly claimRef?: { readonly namespace?: string; readonly name?: string };
}

/** A node's ledger in a folder of the machine. */
interface Folder {
  readonly node: string;
  readonly path: string;
  readonly claim: string;
  readonly namespace: string;
}

/**
 * Empties ledgers that are folders of a machine: deleting their volume does not. The nodes must have stopped. A machine
 * that is unavailable keeps its folder, which is reported: a chain must be releasable without it.
 */
export async function eraseLedgers(calls: ClusterCalls, selector: NodeSelector): Promise<void> {
  const labelSelector = `${labelSelectorOf(selector)},${NODE_LABEL}`;
  const volumes = await calls.list(PERSISTENT_VOLUMES, { labelSelector });
  await inParallel(volumes.flatMap(folderOf), LIMIT, (folder) => erase(calls, selector.chainId, folder));
}

function folderOf({ metadata, spec }: LiveObject): Folder[] {
  const { hostPath, claimRef } = (spec ?? {}) as FolderVolume;
  const { name: claim, namespace } = claimRef ?? {};
  if (hostPath === undefined || claim === undefined || namespace === undefined) return [];
  return [{ node: metadata.labels?.[NODE_LABEL] ?? '', path: hostPath.path, claim, namespace }];
}

async function erase(calls: ClusterCalls, chainId: string, folder: Folder): Promise<void> {
  const { node, path } = folder;
  const late = (waitingFor: string) => new Error(waitingFor);
  const problem = await runPod(calls, erasingPod(calls.context, chainId, folder), `${node}: its ledger is erased`, {
    ms: PATIENCE_MS,
    error: late,
  }).then(
    ({ succeeded, lines }) => (succeeded ? null : lines.slice(-KEPT_LINES).join(' ')),
    (error: unknown) => {
      calls.signal?.throwIfAborted();
      return error instanceof Error ? error.message : String(error);
    },
  );
  if (problem !== null) calls.progress.say(`The folder ${path} of the machine stays, delete it by hand: ${problem}`);
}

function erasingPod(
  { settings, pullSecrets }: Pick<ClusterContext, 'settings' | 'pullSecrets'>,
  chainId: string,
  { node, claim, namespace }: Folder,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${node.slice(0, 50)}-erase`,
      namespace,
      labels: { [CHAIN_LABEL]: chainId, [MAINTAINS_LABEL]: node },
    },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(pullSecrets.length > 0 && { imagePullSecrets: [{ name: PULL_SECRET }] }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'erase',
          image: settings.images.orderer,
          // Not every `find` has `-delete`: busybox's may lack it.
          command: ['find', LEDGERS, '-mindepth', '1', '-maxdepth', '1', '-exec', 'rm', '-rf', '{}', '+'],
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'data', mountPath: LEDGERS }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
    },
  };
}
