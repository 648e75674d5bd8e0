import type { ChainId, NodeId, NodeState, PodResources } from '@heddle/contracts';
import { NODE_SETTINGS } from '@heddle/topology';
import { In, type EntityManager } from 'typeorm';
import { NodeEntity, type DesiredNode } from '../entities/node.entity';
import { AggregateRepository, type Patch } from './aggregate';
import { observedNow, observedPatch } from './observed';

export type NewNode = Pick<
  NodeEntity,
  'chainId' | 'name' | 'kind' | 'organization' | 'mspId' | 'host' | 'ports' | 'certificateExpiresAt'
> & {
  id?: NodeId;
  desired?: DesiredNode;
  resources?: PodResources | null;
  ordinal?: number;
  gossipBootstrap?: string[] | null;
  /** The current version by default. */
  settings?: number;
};

export class NodeRepository extends AggregateRepository<NodeEntity> {
  constructor(manager: EntityManager) {
    super(manager, NodeEntity, 'node');
  }

  create({ desired = 'running', resources = null, ordinal, gossipBootstrap = null, ...node }: NewNode): Promise<NodeEntity> {
    return this.insert({
      settings: NODE_SETTINGS,
      ...node,
      desired,
      resources,
      ordinal: ordinal ?? null,
      gossipBootstrap,
      logLevel: null,
      pid: null,
      startedAt: null,
      restarts: 0,
      cpuPercent: null,
      memoryBytes: null,
      blockHeights: {},
      lostLedgers: null,
      ...observedNow('defined'),
    });
  }

  /** By name within a chain. */
  byName(chainId: ChainId, name: string): Promise<NodeEntity | null> {
    return this.manager.findOneBy(NodeEntity, { chainId, name });
  }

  /** Ordered by organization and name. */
  ofChain(chainId: ChainId): Promise<NodeEntity[]> {
    return this.manager.find(NodeEntity, { where: { chainId }, order: { organization: 'ASC', name: 'ASC' } });
  }

  /** The node with this name; created if it does not exist, so that a rerun finds it. */
  async remember(node: NewNode): Promise<NodeEntity> {
    return (await this.byName(node.chainId, node.name)) ?? (await this.create(node));
  }

  /** Sets the desired state of some nodes of a chain. */
  async setDesired(chainId: ChainId, names: readonly string[], desired: DesiredNode): Promise<void> {
    if (names.length > 0) await this.manager.update(NodeEntity, { chainId, name: In([...names]) }, { desired });
  }

  /** Writes an observation together with its measurements. */
  async observe(
    id: NodeId,
    { state, reason = null, ...measured }: { state: NodeState; reason?: string | null } & Patch<NodeEntity>,
  ): Promise<NodeEntity> {
    return this.update(id, { ...measured, ...observedPatch(await this.get(id), state, reason) });
  }

  async removeOfChain(chainId: ChainId): Promise<void> {
    await this.manager.delete(NodeEntity, { chainId });
  }
}
