import type { Workload } from '@heddle/topology';
import { CHAIN_LABEL, FIELD_MANAGER, KIND_LABEL, NODE_LABEL, ORGANIZATION_LABEL } from '../names';

export type Labels = Readonly<Record<string, string>>;

const NAMES = { orderer: 'fabric-orderer', peer: 'fabric-peer', chaincode: 'fabric-chaincode' } as const;

/** On every object of a chain. */
export function chainLabels(chainId: string): Labels {
  return {
    'app.kubernetes.io/part-of': `chain-${chainId}`,
    'app.kubernetes.io/managed-by': FIELD_MANAGER,
    [CHAIN_LABEL]: chainId,
  };
}

type Named = Pick<Workload, 'chainId' | 'name' | 'kind' | 'organization'>;

/** On every object of one node. */
export function nodeLabels({ chainId, name, kind, organization }: Named): Labels {
  return {
    'app.kubernetes.io/name': NAMES[kind],
    'app.kubernetes.io/instance': name,
    'app.kubernetes.io/component': kind,
    ...chainLabels(chainId),
    [NODE_LABEL]: name,
    [KIND_LABEL]: kind,
    [ORGANIZATION_LABEL]: organization,
  };
}

/** Selects the pods of one node. */
export function nodeSelector({ chainId, name }: Named): Labels {
  return { [CHAIN_LABEL]: chainId, [NODE_LABEL]: name };
}

/** Selects the pods that do the same work as a node's: all orderers, or the peers of its organization. */
export function groupSelector({ chainId, kind, organization }: Named): Labels {
  return {
    [CHAIN_LABEL]: chainId,
    [KIND_LABEL]: kind,
    ...(kind === 'orderer' ? {} : { [ORGANIZATION_LABEL]: organization }),
  };
}

/** On objects that the nodes of a group share; they belong to no single node. */
export function groupLabels(node: Named): Labels {
  return { ...chainLabels(node.chainId), ...groupSelector(node) };
}
