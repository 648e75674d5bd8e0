import type { ChainId } from '@heddle/contracts';
import type { Database } from '../../database';
import type { Connections } from '../databases';
import { newChain } from './new-chain';

/** The contract of nodes and their ports. */
export function describeNodes(connections: () => Connections): void {
  let database: Database;
  let other: Database;
  beforeAll(() => {
    ({ database, other } = connections());
  });

  describe('nodes and ports', () => {
    const node = (chainId: ChainId, host = '127.0.0.1') => ({
      chainId,
      name: 'peer0',
      kind: 'peer' as const,
      organization: 'org1',
      mspId: 'Org1MSP',
      host,
      ports: { grpc: 7051 },
      certificateExpiresAt: null,
    });

    it('are found by name', async () => {
      const { id } = await newChain(database);
      const first = await database.transaction((store) => store.nodes.remember(node(id)));
      const second = await database.transaction((store) => store.nodes.remember(node(id)));
      expect(second).toEqual(first);
    });

    it('store measurements', async () => {
      const { id: chainId } = await newChain(database);
      const { id } = await database.transaction((store) => store.nodes.create(node(chainId)));
      const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } };
      const measured = {
        memoryBytes: 5_000_000_000,
        cpuPercent: 1.5,
        blockHeights: { orders: 7 },
        pid: 42,
        resources,
      };
      await database.transaction((store) => store.nodes.observe(id, { state: 'running', ...measured }));
      expect(await database.store.nodes.get(id)).toMatchObject({ ...measured, state: 'running', revision: 2 });
    });

    it('never share a port under concurrent requests', async () => {
      const { id: chainId } = await newChain(database);
      const ask = (on: Database, index: number) =>
        on.transaction((store) =>
          store.ports.acquire({ port: 20_000, chainId, node: `peer${String(index)}`, name: 'grpc' }),
        );
      const given = await Promise.all(
        Array.from({ length: 12 }, (_none, index) => ask(index % 2 === 0 ? database : other, index)),
      );
      expect(given.filter((won) => won)).toHaveLength(1);
      await database.transaction((store) => store.ports.release(chainId));
      expect(await ask(other, 99)).toBe(true);
      expect(await database.store.ports.list()).toMatchObject([{ port: 20_000, node: 'peer99', chainId }]);
    });
  });
}
