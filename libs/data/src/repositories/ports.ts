import { randomUUID } from 'node:crypto';
import type { ChainId, NodeId } from '@heddle/contracts';
import type { EntityManager } from 'typeorm';
import { NoFreePortError } from '../data-error';
import { PortLeaseEntity } from '../entities/node.entity';
import { isDuplicate } from './unique';

export interface PortRequest {
  chainId: ChainId;
  nodeId: NodeId;
  host: string;
  /** Port names, such as `grpc` and `operations`. */
  names: readonly string[];
  range: { from: number; to: number };
  /** Asked once per candidate: whether something outside of Heddle listens there. */
  isFree?: (port: number) => Promise<boolean>;
}

/** Ports by owner; the unique key (host, port) decides races between processes. */
export class PortRepository {
  constructor(private readonly manager: EntityManager) {}

  ofNode(nodeId: NodeId): Promise<PortLeaseEntity[]> {
    return this.manager.find(PortLeaseEntity, { where: { nodeId }, order: { port: 'ASC' } });
  }

  /**
   * Port number by name; names that the node holds already keep their port.
   * @throws NoFreePortError
   */
  async allocate(request: PortRequest): Promise<Record<string, number>> {
    const { nodeId, host, names, range } = request;
    const ports = Object.fromEntries((await this.ofNode(nodeId)).map((lease) => [lease.name, lease.port]));
    const taken = new Set((await this.manager.findBy(PortLeaseEntity, { host })).map((lease) => lease.port));
    let next = range.from;
    for (const name of names.filter((wanted) => ports[wanted] === undefined)) {
      for (; ports[name] === undefined; next += 1) {
        if (next > range.to) throw new NoFreePortError(range.from, range.to);
        if (!taken.has(next) && (await this.#take(request, name, next))) ports[name] = next;
      }
    }
    return Object.fromEntries(names.map((name) => [name, ports[name] ?? 0]));
  }

  async releaseNode(nodeId: NodeId): Promise<void> {
    await this.manager.delete(PortLeaseEntity, { nodeId });
  }

  async releaseChain(chainId: ChainId): Promise<void> {
    await this.manager.delete(PortLeaseEntity, { chainId });
  }

  async #take({ chainId, nodeId, host, isFree }: PortRequest, name: string, port: number): Promise<boolean> {
    if (isFree !== undefined && !(await isFree(port))) return false;
    try {
      const createdAt = new Date().toISOString();
      await this.manager.insert(PortLeaseEntity, { id: randomUUID(), chainId, nodeId, host, name, port, createdAt });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}
