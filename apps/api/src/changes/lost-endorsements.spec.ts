import { CollectionConfig } from '@heddle/contracts';
import { lostWithout, type Removal } from './lost-endorsements';

const peers = (...mspIds: string[]) => mspIds.map((mspId) => ({ mspId }));
const collection = (fields: { policy: string; requiredPeerCount?: number; endorsementPolicy?: string }) =>
  CollectionConfig.parse({ name: 'secrets', maxPeerCount: 3, ...fields });

function removal(
  definition: { endorsementPolicy?: string; collections?: CollectionConfig[] },
  { before, after, organizations = 2 }: Pick<Removal, 'before' | 'after'> & { organizations?: number },
): Removal {
  const { endorsementPolicy = null, collections = [] } = definition;
  const chaincodes = [{ name: 'paper', definition: { endorsementPolicy, collections } }];
  const policies: Removal['policies'] = {
    isSatisfied: (_path, signers) => new Set(signers.map(({ mspId }) => mspId)).size > organizations / 2,
  };
  return { channel: 'orders', policies, chaincodes, before, after };
}

const twoOrganizations = { before: peers('Org1MSP', 'Org2MSP'), after: peers('Org1MSP') };
const twoPeers = { before: peers('Org1MSP', 'Org1MSP', 'Org2MSP'), after: peers('Org1MSP', 'Org2MSP') };

describe('lostWithout', () => {
  it('finds nothing while every policy can be satisfied', () => {
    expect(lostWithout(removal({}, twoPeers))).toEqual([]);
    expect(lostWithout(removal({ endorsementPolicy: "OR('Org1MSP.peer', 'Org2MSP.peer')" }, twoOrganizations))).toEqual(
      [],
    );
  });

  it('finds a chaincode whose majority of organizations is lost', () => {
    expect(lostWithout(removal({}, twoOrganizations))).toEqual([
      'no set of peers satisfies the endorsement policy of chaincode paper on channel orders: /Channel/Application/Endorsement',
    ]);
    expect(lostWithout(removal({}, { ...twoOrganizations, organizations: 1 }))).toEqual([]);
  });

  it('counts peers where a policy needs several of one organization', () => {
    const endorsementPolicy = "OutOf(2, 'Org1MSP.peer', 'Org1MSP.member', 'Org3MSP.peer')";
    expect(lostWithout(removal({ endorsementPolicy }, twoPeers))).toHaveLength(1);
  });

  it('does not blame the removal for a policy that could not be satisfied before', () => {
    expect(lostWithout(removal({ endorsementPolicy: "AND('Org1MSP.peer', 'Org3MSP.peer')" }, twoPeers))).toEqual([]);
  });

  it('finds a collection without a holder', () => {
    const collections = [collection({ policy: "OR('Org2MSP.member')" })];
    const endorsementPolicy = "OR('Org1MSP.peer')";
    expect(lostWithout(removal({ endorsementPolicy, collections }, twoOrganizations))).toEqual([
      'no peer holds the private data of collection secrets of chaincode paper on channel orders',
    ]);
    expect(lostWithout(removal({ endorsementPolicy, collections }, twoPeers))).toEqual([]);
  });

  it('finds a collection with too few peers to spread private data to', () => {
    const collections = [collection({ policy: "OR('Org1MSP.member', 'Org2MSP.member')", requiredPeerCount: 2 })];
    expect(lostWithout(removal({ collections }, twoPeers))).toEqual([
      'collection secrets of chaincode paper on channel orders has 2 peers, and an endorsement needs 3',
    ]);
  });

  it('finds a collection whose own policy can no longer be satisfied', () => {
    const collections = [
      collection({ policy: "OR('Org1MSP.member', 'Org2MSP.member')", endorsementPolicy: "OR('Org2MSP.peer')" }),
    ];
    expect(lostWithout(removal({ endorsementPolicy: "OR('Org1MSP.peer')", collections }, twoOrganizations))).toEqual([
      "no set of peers satisfies the endorsement policy of collection secrets of chaincode paper on channel orders: OR('Org2MSP.peer')",
    ]);
  });
});
