import type { TestIdentities } from './test-identities';
import type { TestOrderer } from './test-orderer';
import type { TestPeer } from './test-peer';

export interface TestOrganization extends TestIdentities {
  readonly peers: readonly [TestPeer, ...TestPeer[]];
}

/** The organizations of a test network and their nodes. */
export interface TestMembers {
  readonly ordererOrganization: TestIdentities;
  readonly orderers: readonly [TestOrderer, ...TestOrderer[]];
  readonly organizations: readonly [TestOrganization, ...TestOrganization[]];
}
