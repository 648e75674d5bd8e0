import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { describeChains } from './contract/chains';
import { describeChannels } from './contract/channels';
import { describeClusters } from './contract/clusters';
import { describeIdempotency } from './contract/idempotency';
import { describeIdentities } from './contract/identities';
import { describeLiveFeed } from './contract/live-feed';
import { describeNodes } from './contract/nodes';
import { describeOperations } from './contract/operations';
import { describeRequests } from './contract/requests';
import type { Databases } from './databases';

/** The contract of the repositories on every database. */
export function describeRepositories(name: string, start: () => Promise<Databases>): void {
  describe(`the repositories on ${name}`, () => {
    let databases: Databases;
    let database: Database;
    let other: Database;

    beforeAll(async () => {
      databases = await start();
      const url = await databases.create();
      database = await openDatabase({ url });
      other = await openDatabase({ url });
    }, 60_000);
    afterAll(async () => {
      await database.close();
      await other.close();
      await databases.stop();
    });

    const connections = () => ({ database, other });
    describeChains(connections);
    describeNodes(connections);
    describeIdentities(connections);
    describeChannels(connections);
    describeOperations(connections);
    describeLiveFeed(connections);
    describeClusters(connections);
    describeIdempotency(() => database);
    describeRequests(connections);
  });
}
