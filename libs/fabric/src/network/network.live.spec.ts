import { createTestChaincode, startTestNetwork, type TestChaincode, type TestNetwork } from '@heddle/testing';
import { parsePolicy } from '../policies/parse-policy';
import { toSignaturePolicyEnvelope } from '../policies/signature-policy';
import { LifecycleClient } from '../lifecycle/lifecycle-client';
import { GatewayClient } from './gateway-client';
import { connectPeer, type PeerClient } from './peer-client';

let network: TestNetwork;
let chaincode: TestChaincode;
let peers: [PeerClient, PeerClient];

beforeAll(async () => {
  console.time('up');
  network = await startTestNetwork({ orderers: 3, organizations: 2, peersPerOrganization: 1 });
  chaincode = await createTestChaincode('basic_1', network.folder);
  console.timeEnd('up');
  await network.createChannel('trade');
  peers = network.organizations.map(({ peers: [{ endpoint }], admin }) => connectPeer({ endpoint, signer: admin })) as [
    PeerClient,
    PeerClient,
  ];
}, 60000);

afterAll(async () => {
  peers.forEach((p) => p.close());
  await chaincode.stop();
  await network.stop();
});

test('thin path', async () => {
  expect(await peers[0].channels()).toEqual(['trade']);
  const lifecycles = peers.map((p) => new LifecycleClient(p));
  const ids = await Promise.all(lifecycles.map((l) => l.ensureInstalled(chaincode.packageBytes)));
  await chaincode.start(ids[0]!);
  const definition = {
    name: 'basic',
    version: '1',
    sequence: 1,
    packageId: ids[0]!,
    endorsementPolicy: {
      type: 'signature',
      signaturePolicy: toSignaturePolicyEnvelope(
        parsePolicy("AND('Org1MSP.member', 'Org2MSP.member')"),
      ).serializeBinary(),
    },
  } as const;
  console.time('approve');
  await Promise.all(lifecycles.map((l) => l.approve('trade', definition)));
  console.timeEnd('approve');
  console.log(await lifecycles[0]!.checkCommitReadiness('trade', definition));
  console.time('commit');
  await lifecycles[0]!.commit('trade', definition, { endorsers: peers });
  console.timeEnd('commit');
  console.log(await lifecycles[0]!.queryCommitted('trade', 'basic'));
  const gateway = new GatewayClient(peers[0]);
  console.time('submit');
  console.log(await gateway.submit('trade', 'basic', { fn: 'put', args: ['a', 'b'] }));
  console.timeEnd('submit');
  console.log(Buffer.from(await gateway.evaluate('trade', 'basic', { fn: 'get', args: ['a'] })).toString());
  await gateway.submit('trade', 'basic', { fn: 'fail', args: ['a'] }).catch((e) => console.log(e, e.refusals));
}, 60000);
