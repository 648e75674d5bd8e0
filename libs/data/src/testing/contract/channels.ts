import type { Database } from '../../database';
import { chainView } from '../../views/chain-view';
import { channelView } from '../../views/channel-view';
import { chaincodeView } from '../../views/chaincode-view';
import type { Connections } from '../databases';
import { newChain } from './new-chain';

/** The contract of channels, chaincodes and their sources. */
export function describeChannels(connections: () => Connections): void {
  let database: Database;
  beforeAll(() => {
    ({ database } = connections());
  });

  describe('channels and chaincodes', () => {
    it('store a genesis block of any size without change', async () => {
      const { id: chainId } = await newChain(database);
      const genesisBlock = Buffer.alloc(200_000, 0xfe);
      const { id } = await database.transaction((store) =>
        store.channels.create({ chainId, name: 'orders', organizations: ['org1'] }),
      );
      await database.transaction((store) => store.channels.update(id, { genesisBlock }));
      const row = await database.store.channels.get(id);
      expect(row.genesisBlock?.equals(genesisBlock)).toBe(true);
      expect(await channelView(database.store, row)).toMatchObject({ name: 'orders', chaincodes: 0 });
      expect((await chainView(database.store, await database.store.chains.get(chainId))).counts.channels).toBe(1);
    });

    it('supersede the committed definition with the next one', async () => {
      const { id: chainId } = await newChain(database);
      const channel = await database.transaction((store) =>
        store.channels.create({ chainId, name: 'orders', organizations: ['org1'] }),
      );
      const definition = {
        version: '1',
        origin: { type: 'external' as const, address: 'h:1', rootCertificate: null },
        endorsementPolicy: null,
        collections: [],
        initRequired: true,
        init: { fn: 'Init', args: ['a', '1'] },
        language: null,
      };
      const chaincode = await database.transaction(async (store) => {
        const row = await store.chaincodes.create({ chainId, channelId: channel.id, name: 'basic' });
        const first = await store.chaincodes.addDefinition({ ...definition, chaincodeId: row.id, sequence: 1 });
        await store.chaincodes.commitDefinition(first.id);
        const second = await store.chaincodes.addDefinition({ ...definition, chaincodeId: row.id, sequence: 2 });
        await store.chaincodes.updateDefinition(second.id, { packageIds: { org1: 'basic:1' } });
        await store.chaincodes.commitDefinition(second.id);
        return row;
      });
      const all = await database.store.chaincodes.definitions(chaincode.id);
      expect(all.map(({ sequence, state }) => [sequence, state])).toEqual([
        [2, 'committed'],
        [1, 'superseded'],
      ]);
      const view = await chaincodeView(database.store, await database.store.chaincodes.get(chaincode.id));
      expect(view).toMatchObject({ channel: 'orders', definition: { sequence: 2, init: definition.init, packageIds: { org1: 'basic:1' } } });
      await database.transaction((store) => store.chaincodes.removeOfChain(chainId));
      expect(await database.store.chaincodes.ofChain(chainId)).toEqual([]);
    });

    it('store a source once per content', async () => {
      const source = { fileName: 'a.zip', sha256: 'ab'.repeat(32), size: 1, language: 'go' as const, projects: null };
      const first = await database.transaction((store) => store.sources.remember(source));
      const second = await database.transaction((store) => store.sources.remember({ ...source, fileName: 'b.zip' }));
      expect(second).toEqual(first);
      const projects = [{ path: 'chaincode', language: 'go' as const }];
      const third = await database.transaction((store) => store.sources.remember({ ...source, projects }));
      expect([third.id, third.projects]).toEqual([first.id, projects]);
    });
  });
}
