import { capabilitiesOf, type ChainId, type NodeAccess, type Runtime } from '@heddle/contracts';
import { inventoryOf, type ChainEntity, type IdentityRow, type Store, type StoredNode } from '@heddle/data';
import { namespaceOf } from '@heddle/k8s';
import { portOf, serverNameOf, type PlannedNode, type PlannedOrganization } from '@heddle/topology';
import { ApiError } from '../errors/api-error';

type Listener = 'grpc' | 'admin' | 'operations';

/** A node with the addresses at which the user's machine reaches it. */
export interface ReachedNode extends PlannedNode {
  readonly access: (listener: Listener) => NodeAccess;
}

/** What clients of a chain need, without any private key. */
export interface ChainAccess {
  readonly chain: Pick<ChainEntity, 'id' | 'name' | 'state'>;
  readonly organizations: readonly PlannedOrganization[];
  readonly nodes: readonly ReachedNode[];
  readonly identities: readonly IdentityRow[];
}

/** @throws RowNotFoundError, ApiError `invalid_state` before the nodes have addresses */
export async function loadChainAccess(store: Store, chainId: ChainId): Promise<ChainAccess> {
  const chain = await store.chains.get(chainId);
  const inventory = await inventoryOf(store, chainId);
  const nodes = inventory.nodes.map((node, index) => reached(node, { chain, index }));
  if (nodes.length === 0) throw withoutNodes(chain);
  const identities = await store.identities.ofChain(chainId);
  return { chain, organizations: inventory.organizations, nodes, identities };
}

/** Peers of an organization. */
export function peersOf({ nodes }: ChainAccess, { name }: PlannedOrganization): readonly ReachedNode[] {
  return nodes.filter(({ kind, organization }) => kind === 'peer' && organization === name);
}

export function orderersOf({ nodes }: ChainAccess): readonly ReachedNode[] {
  return nodes.filter(({ kind }) => kind === 'orderer');
}

/** @throws ApiError `invalid_state` if there is none yet */
export function firstOf([first]: readonly ReachedNode[], { chain }: ChainAccess): ReachedNode {
  if (first === undefined) throw withoutNodes(chain);
  return first;
}

/** The error for a chain whose nodes have no addresses yet. */
export function withoutNodes({ name, state }: Pick<ChainEntity, 'name' | 'state'>): ApiError {
  return new ApiError('invalid_state', `Chain ${name} is ${state} and has no nodes with addresses.`, {
    remedy: 'Wait until the creation of the chain has planned its nodes.',
  });
}

interface Place {
  readonly chain: { readonly id: ChainId; readonly runtime: Runtime };
  /** Number of the node within its chain; it determines its port on the user's machine. */
  readonly index: number;
}

function reached({ row, ...node }: StoredNode, { chain, index }: Place): ReachedNode {
  const access = (listener: Listener): NodeAccess => {
    const port = portOf(row, listener);
    const tlsName = serverNameOf(node.hostName, row.host);
    switch (capabilitiesOf(chain).nodeAccess) {
      case 'host_ports':
        return { node: node.name, address: `${row.host}:${String(port)}`, tlsName, forward: null };
      case 'pods':
        return {
          node: node.name,
          tlsName,
          ...forwarded(node.name, { chainId: chain.id, port, local: LOCAL[listener] + index }),
        };
    }
  };
  return { ...node, access };
}

/** First port on the user's machine that is forwarded to a listener. */
const LOCAL: Readonly<Record<Listener, number>> = { grpc: 17_050, admin: 17_850, operations: 18_650 };

/** Every certificate of a node includes localhost, so a forwarded port works like the node itself. */
function forwarded(
  node: string,
  { chainId, port, local }: { chainId: ChainId; port: number; local: number },
): Pick<NodeAccess, 'address' | 'forward'> {
  const ports = `${String(local)}:${String(port)}`;
  return {
    address: `localhost:${String(local)}`,
    forward: `kubectl -n ${namespaceOf(chainId)} port-forward statefulset/${node} ${ports}`,
  };
}
