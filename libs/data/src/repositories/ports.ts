import type { ChainId } from '@heddle/contracts';
import { In, type EntityManager } from 'typeorm';
import { PortLeaseEntity } from '../entities/node.entity';
import { isDuplicate } from './unique';

export type NewPortLease = Omit<PortLeaseEntity, 'createdAt'>;

/** Ports of this machine by owner. The unique keys (port) and (chain, node, name) resolve races between processes. */
export class PortRepository {
  constructor(private readonly manager: EntityManager) {}

  list(): Promise<PortLeaseEntity[]> {
    return this.manager.find(PortLeaseEntity, { order: { port: 'ASC' } });
  }

  /** False if the port, or the owner's port of this name, is already leased. Run in a separate transaction. */
  async acquire(lease: NewPortLease): Promise<boolean> {
    try {
      await this.manager.insert(PortLeaseEntity, { ...lease, createdAt: new Date().toISOString() });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Releases the ports of some nodes of a chain, or of all. */
  async release(chainId: ChainId, nodes?: readonly string[]): Promise<void> {
    await this.manager.delete(PortLeaseEntity, { chainId, ...(nodes !== undefined && { node: In([...nodes]) }) });
  }
}
