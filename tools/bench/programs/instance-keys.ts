import { dataLayout, loadMasterKey, loadSettings } from '@heddle/config';
import type { ChainId } from '@heddle/contracts';
import { inventoryOf, openDatabase, Sealer, type Database } from '@heddle/data';
import type { Reader } from './readers.ts';

/** Opens an instance's database, to call the peers of its chains directly. */
export async function openInstanceKeys(data: string): Promise<InstanceKeys> {
  const settings = loadSettings({ HEDDLE_DATA: data });
  const database = await openDatabase({ url: settings.databaseUrl });
  const key = await loadMasterKey({ secretKey: undefined, file: dataLayout(settings).masterKey });
  return new InstanceKeys(database, new Sealer(key));
}

export class InstanceKeys {
  readonly #database: Database;
  readonly #sealer: Sealer;

  constructor(database: Database, sealer: Sealer) {
    this.#database = database;
    this.#sealer = sealer;
  }

  /** Every peer of a chain, each with its own organization's application identity. */
  async readers(chainId: ChainId): Promise<Reader[]> {
    const { store } = this.#database;
    const { nodes } = await inventoryOf(store, chainId);
    const peers = nodes.filter(({ kind }) => kind === 'peer');
    return Promise.all(
      peers.map(async ({ organization, mspId, hostName, row: { host, ports } }) => {
        const key = { chainId, organization } as const;
        const [client, tlsCa] = await Promise.all([
          store.identities.find({ ...key, kind: 'client', name: 'user1' }, this.#sealer),
          store.identities.find({ ...key, kind: 'tlsca', name: organization }, this.#sealer),
        ]);
        if (client === null || tlsCa === null) throw new Error(`${organization} has no keys`);
        return {
          address: `${host}:${String(ports['grpc'])}`,
          hostName,
          tlsRootCertificate: tlsCa.certificate,
          mspId,
          certificate: client.certificate,
          privateKey: client.privateKey,
        };
      }),
    );
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
